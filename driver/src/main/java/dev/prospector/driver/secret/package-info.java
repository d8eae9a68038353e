/** What of settings and messages nobody may read, and how a secret gets in without being seen. */
package dev.prospector.driver.secret;
