/**
 * From flags and HOCON to the values of keys, and back to HOCON; every problem is reported at once.
 */
package dev.prospector.jobs.config;
