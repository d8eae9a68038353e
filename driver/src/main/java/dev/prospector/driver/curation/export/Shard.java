package dev.prospector.driver.curation.export;

import java.io.Serializable;

/**
 * Some of a split's rows, in the order of their {@code uid}.
 *
 * @param split of which all of them are
 * @param index among those of the split, from 0
 * @param of how many there are of the split
 * @param rows in it
 */
record Shard(String split, int index, int of, long rows) implements Serializable {}
