/** From flags and HOCON to one validated record; every problem is reported at once. */
package dev.prospector.jobs.config;
