/** What a sweep came to, told to an MLflow tracking server. */
package dev.prospector.jobs.track;
