/** What an image file says of where it comes from, so that it can be drawn again from itself. */
package dev.prospector.driver.provenance;
