/** Calls over HTTP: what came of one, and how long to wait before the next attempt. */
package dev.prospector.executors.http;
