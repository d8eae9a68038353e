/** What training tools open, made of one version of a curated data set; and its splits. */
package dev.prospector.driver.curation.export;
