package dev.prospector.driver.curation.export;

/**
 * How large a shard may be. It holds a few rows more where so many share the first digits of their
 * {@code uid}.
 *
 * @param rows in it
 * @param bytes of its images; {@link Long#MAX_VALUE} is no limit, and saves reading them twice
 */
record ShardLimit(long rows, long bytes) {

  static ShardLimit rows(long rows) {
    return new ShardLimit(rows, Long.MAX_VALUE);
  }

  boolean looksAtImages() {
    return bytes != Long.MAX_VALUE;
  }
}
