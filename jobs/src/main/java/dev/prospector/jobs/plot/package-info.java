/** Pictures of scores against compute, drawn by a plotting library: as SVG and as PNG. */
package dev.prospector.jobs.plot;
