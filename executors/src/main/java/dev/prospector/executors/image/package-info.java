/** Images, and starts from images. */
package dev.prospector.executors.image;
