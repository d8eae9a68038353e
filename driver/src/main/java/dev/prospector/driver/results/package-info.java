/** Winners and first samples: from executors' memory into result files. */
package dev.prospector.driver.results;
