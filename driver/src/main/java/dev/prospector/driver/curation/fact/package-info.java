/** What is known of images beside their scores: hashes of them, and what a network sees. */
package dev.prospector.driver.curation.fact;
