package dev.prospector.jobs.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's codecs for pages that may say of themselves what is not so. Parquet's own give memory
 * to whatever a page claims to hold, and wait forever for what snappy has not.
 */
final class BoundedCodecs implements CompressionCodecFactory {
  private static final int MOST_BYTES = 64 << 20;

  private final Named codecs;
  private final Map<CompressionCodecName, BytesInputDecompressor> open =
      new EnumMap<>(CompressionCodecName.class);

  BoundedCodecs(Configuration conf) {
    this.codecs = new Named(conf);
  }

  /** A complaint that says all there is to say. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Hadoop's codecs by Parquet's names for them. */
  private static final class Named extends CodecFactory {
    Named(Configuration conf) {
      super(conf, 0);
    }

    /** Null for no compression. */
    CompressionCodec named(CompressionCodecName name) {
      return getCodec(name);
    }
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return open.computeIfAbsent(name, this::decompressor);
  }

  private BytesInputDecompressor decompressor(CompressionCodecName name) {
    try {
      CompressionCodec codec = codecs.named(name);
      CompressionCodecFactory parquets = codecs;
      return codec == null ? parquets.getDecompressor(name) : new Bounded(codec);
    } catch (RuntimeException e) {
      throw new Refused(
          "is compressed with %s (%s), expected snappy, gzip, zstd, lz4_raw or none, or the codec's jar on PROSPECTOR_CLASSPATH"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("prompts are only read");
  }

  @Override
  public void release() {
    open.values().forEach(BytesInputDecompressor::release);
    open.clear();
  }

  private static final class Bounded implements BytesInputDecompressor {
    private final CompressionCodec codec;

    /** Null for codecs that need none. */
    private final Decompressor decompressor;

    Bounded(CompressionCodec codec) {
      this.codec = codec;
      this.decompressor = CodecPool.getDecompressor(codec);
    }

    @Override
    public BytesInput decompress(BytesInput page, int size) throws IOException {
      return BytesInput.from(bytes(page, size));
    }

    private byte[] bytes(BytesInput page, int size) throws IOException {
      if (size < 0 || size > MOST_BYTES) {
        throw new Refused(
            "a page says that it has %,d bytes, expected at most %,d; write it with smaller pages, if it is not damaged"
                .formatted(size, MOST_BYTES),
            null);
      }
      if (decompressor != null) {
        decompressor.reset();
      }
      byte[] bytes = new byte[size];
      try (InputStream in = codec.createInputStream(page.toInputStream(), decompressor)) {
        int read = 0;
        while (read < size) {
          int more = in.read(bytes, read, size - read);
          if (more <= 0) { // Snappy's stream says 0 at its end.
            throw new Refused(
                "a page says that it has %,d bytes and has %,d; it is damaged"
                    .formatted(size, read),
                null);
          }
          read += more;
        }
      }
      return bytes;
    }

    @Override
    public void decompress(ByteBuffer page, int pageSize, ByteBuffer output, int size)
        throws IOException {
      output.put(bytes(BytesInput.from(page), size));
    }

    @Override
    public void release() {
      CodecPool.returnDecompressor(decompressor);
    }
  }
}
