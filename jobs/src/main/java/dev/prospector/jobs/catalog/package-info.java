/** What is chosen by name, as each says of itself: what {@code list} shows. */
package dev.prospector.jobs.catalog;
