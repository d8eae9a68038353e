package dev.prospector.executors.noise;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which seed: unsigned 32-bit, the first four bytes, big-endian, of a SHA-256 over what the seed is
 * for. Uniform numbers likewise are the first 53 bits. In Python:
 *
 * <pre>{@code
 * first = lambda n, b: int.from_bytes(hashlib.sha256(b).digest()[:n], "big")
 * draw = lambda run_seed, prompt_id, round, index: (
 *     struct.pack(">qii", run_seed, round, index) + prompt_id.encode("utf-8"))
 * derive = lambda *of: first(4, b"prospector/noise" + draw(*of))
 * uniform = lambda *of: (first(8, b"prospector/float" + draw(*of)) >> 11) / 2**53
 * step = lambda seed, sigma: first(4, b"prospector/sigma" + struct.pack(">Id", seed, sigma + 0.0))
 * }</pre>
 *
 * <p>The fixed-length fields come first, so no two inputs share their bytes, whatever the prompt id
 * holds; the 16-byte names keep the uses apart. Seeds of different inputs may collide, as any
 * 32-bit numbers do: 100,000 of them about once.
 */
public final class Seeds {
  private static final byte[] NOISE = "prospector/noise".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FLOAT = "prospector/float".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGMA = "prospector/sigma".getBytes(StandardCharsets.US_ASCII);

  private Seeds() {}

  /**
   * The seed of a candidate's noise: SHA-256 over {@code "prospector/noise"} (16 bytes), the run's
   * seed (8 bytes, two's complement), round and index (4 bytes each), all big-endian, and the
   * prompt id in UTF-8.
   *
   * @param runSeed any value
   * @param promptId well-formed Unicode
   * @param round 0 or more
   * @param index within the prompt's round, 0 or more
   * @return 0 to 2³²−1
   * @throws IllegalArgumentException if round or index is negative, or the id has an unpaired
   *     surrogate, which UTF-8 can't encode
   */
  public static long derive(long runSeed, String promptId, int round, int index) {
    return seed(draw(NOISE, runSeed, promptId, round, index));
  }

  /**
   * A uniform number for an algorithm's own choices: SHA-256 over {@code "prospector/float"} (16
   * bytes) and the same fields as in {@link #derive}, of which the first 53 bits are taken as a
   * binary fraction. It is independent of the seed with the same arguments.
   *
   * @param runSeed any value
   * @param promptId well-formed Unicode
   * @param round 0 or more
   * @param index within the prompt's round, 0 or more
   * @return at least 0, below 1, a multiple of 2⁻⁵³
   * @throws IllegalArgumentException as {@link #derive}
   */
  public static double uniform(long runSeed, String promptId, int round, int index) {
    return (hash(draw(FLOAT, runSeed, promptId, round, index)).getLong() >>> 11) * 0x1p-53;
  }

  /**
   * The seed of the noise that a stochastic sampler adds when it reaches a noise level: SHA-256
   * over {@code "prospector/sigma"} (16 bytes), the trajectory's seed (4 bytes) and the level's
   * IEEE 754 binary64 (8 bytes; −0 counts as 0), big-endian. It depends on the level and not on the
   * step's number, so slices of a trajectory get the noise of the whole.
   *
   * <p>The trajectory's seed is that of its latest {@link Leg.Renoise} or {@link Leg.Branch}, else
   * its {@linkplain NoiseLineage#root lineage's root}: a noise's neighbours get its step noise too,
   * or they would be neighbours at the start only.
   *
   * @param seed the trajectory's, 0 to 2³²−1
   * @param sigma finite, 0 or more, exactly as the schedule has it
   * @return 0 to 2³²−1
   * @throws IllegalArgumentException if either is out of range
   */
  public static long step(long seed, double sigma) {
    if (seed < 0 || seed > NoiseLineage.MAX_SEED) {
      throw new IllegalArgumentException(
          "seed " + seed + ", expected 0 to " + NoiseLineage.MAX_SEED);
    }
    if (!(sigma >= 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException("sigma " + sigma + ", expected a finite number from 0");
    }
    return seed(
        ByteBuffer.allocate(SIGMA.length + Integer.BYTES + Double.BYTES)
            .put(SIGMA)
            .putInt((int) seed)
            .putDouble(sigma + 0.0));
  }

  private static ByteBuffer draw(byte[] name, long runSeed, String promptId, int round, int index) {
    if (round < 0 || index < 0) {
      throw new IllegalArgumentException(
          "round " + round + ", index " + index + ", expected 0 or more");
    }
    ByteBuffer id = utf8(promptId);
    return ByteBuffer.allocate(name.length + Long.BYTES + 2 * Integer.BYTES + id.remaining())
        .put(name)
        .putLong(runSeed)
        .putInt(round)
        .putInt(index)
        .put(id);
  }

  private static ByteBuffer utf8(String promptId) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(promptId));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "prompt id \"" + promptId + "\" has an unpaired surrogate, expected well-formed Unicode",
          e);
    }
  }

  private static long seed(ByteBuffer input) {
    return Integer.toUnsignedLong(hash(input).getInt());
  }

  private static ByteBuffer hash(ByteBuffer input) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(input.flip());
      return ByteBuffer.wrap(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
