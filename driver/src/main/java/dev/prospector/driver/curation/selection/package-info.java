/** Choosing some of many images: good ones, and unlike each other. */
package dev.prospector.driver.curation.selection;
