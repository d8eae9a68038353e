/** All that Spark needs of an executor: the plugin that warms it and the Kryo registrator. */
package dev.prospector.executors.spark;
