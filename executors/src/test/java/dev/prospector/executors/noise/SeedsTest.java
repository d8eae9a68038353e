package dev.prospector.executors.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedsTest {
  /** 100,000 candidates: 4 runs, 25 prompts, 10 rounds of 100. */
  private static final long[] SEEDS =
      IntStream.range(0, 100_000)
          .mapToLong(
              i -> Seeds.derive(i / 25_000, "prompt " + i / 1000 % 25, i / 100 % 10, i % 100))
          .toArray();

  /** What another program would write from the Javadoc alone. */
  private interface Bytes {
    void to(DataOutputStream out) throws IOException;
  }

  private static BigInteger firstOfSha256(int count, Bytes bytes)
      throws IOException, GeneralSecurityException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    bytes.to(new DataOutputStream(message));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(message.toByteArray());
    return new BigInteger(1, Arrays.copyOf(digest, count));
  }

  @Test
  void aSeedIsTheStatedHash() throws Exception {
    for (String id : List.of("0", "", "a red circle", "größer", "圆", "\uD83D\uDD34", "a\u0000b")) {
      for (long run : new long[] {0, 1, -1, Long.MIN_VALUE, 0xFFFF_FFFFL}) {
        BigInteger expected =
            firstOfSha256(
                4,
                out -> {
                  out.writeBytes("prospector/noise");
                  out.writeLong(run);
                  out.writeInt(3);
                  out.writeInt(1_000_000);
                  out.write(id.getBytes(StandardCharsets.UTF_8));
                });
        assertThat(Seeds.derive(run, id, 3, 1_000_000)).isEqualTo(expected.longValueExact());
      }
    }
  }

  @Test
  void aUniformNumberIsTheStatedHash() throws Exception {
    BigDecimal parts = BigDecimal.valueOf(1L << 53);
    for (String id : List.of("0", "", "größer", "a\u0000b")) {
      for (long run : new long[] {0, -1, Long.MIN_VALUE}) {
        for (int index = 0; index < 1000; index++) {
          int draw = index;
          BigInteger bits =
              firstOfSha256(
                  8,
                  out -> {
                    out.writeBytes("prospector/float");
                    out.writeLong(run);
                    out.writeInt(3);
                    out.writeInt(draw);
                    out.write(id.getBytes(StandardCharsets.UTF_8));
                  });
          assertThat(new BigDecimal(Seeds.uniform(run, id, 3, index)))
              .isEqualByComparingTo(new BigDecimal(bits.shiftRight(11)).divide(parts))
              .isBetween(BigDecimal.ZERO, BigDecimal.ONE);
        }
      }
    }
  }

  /** Six standard errors: counts of 16 equal parts, and of pairs on one side of one half. */
  @Test
  void uniformNumbersAreUniformAndIndependentOfSeeds() {
    int n = 100_000;
    int[] counts = new int[16];
    int agreeing = 0;
    for (int i = 0; i < n; i++) {
      double u = Seeds.uniform(1, "prompt", i / 1000, i % 1000);
      counts[(int) (16 * u)]++;
      long seed = Seeds.derive(1, "prompt", i / 1000, i % 1000);
      agreeing += u < .5 == seed < 1L << 31 ? 1 : 0;
    }
    double error = Math.sqrt(n * (1 / 16.) * (15 / 16.));
    for (int count : counts) {
      assertThat((double) count).isCloseTo(n / 16., within(6 * error));
    }
    assertThat((double) agreeing).isCloseTo(n / 2., within(6 * Math.sqrt(n / 4.)));
  }

  @Test
  void aStepsSeedIsTheStatedHash() throws Exception {
    for (double sigma : new double[] {0, 80, 14.6146, 0.002, Double.MIN_VALUE}) {
      for (long seed : new long[] {0, 42, 1L << 31, 0xFFFF_FFFFL}) {
        BigInteger expected =
            firstOfSha256(
                4,
                out -> {
                  out.writeBytes("prospector/sigma");
                  out.writeInt((int) seed);
                  out.writeDouble(sigma);
                });
        assertThat(Seeds.step(seed, sigma)).isEqualTo(expected.longValueExact());
      }
    }
    assertThat(Seeds.step(42, -0.0)).isEqualTo(Seeds.step(42, 0.0));
  }

  /** n²/2³³ = 1.16 pairs are expected to collide; 10 or more have a chance of one in 10 million. */
  @Test
  void differentCandidatesGetDifferentSeeds() {
    assertThat(Arrays.stream(SEEDS).distinct().count()).isGreaterThan(SEEDS.length - 10);
    assertThat(Arrays.stream(SEEDS).min().orElseThrow()).isNotNegative();
    assertThat(Arrays.stream(SEEDS).max().orElseThrow()).isLessThan(1L << 32);
  }

  /** Six standard errors of a fair coin, for each of the 32 bits. */
  @Test
  void everyBitIsFair() {
    for (int bit = 0; bit < 32; bit++) {
      int shift = bit;
      assertThat(Arrays.stream(SEEDS).map(seed -> seed >>> shift & 1).average().orElseThrow())
          .as("bit %d", bit)
          .isCloseTo(0.5, within(6 * 0.5 / Math.sqrt(SEEDS.length)));
    }
  }

  /** Of 32 bits 16 agree by chance, with variance 8. */
  @Test
  void aNoisesSeedAndItsStepsSeedsAreIndependent() {
    double agreeing =
        Arrays.stream(SEEDS)
            .map(seed -> 32 - Long.bitCount(seed ^ Seeds.step(seed, 1)))
            .average()
            .orElseThrow();
    assertThat(agreeing).isCloseTo(16, within(6 * Math.sqrt(8.0 / SEEDS.length)));
  }

  @Test
  void refusesWhatHasNoBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seeds.derive(0, "a\uD83D", 0, 0))
        .withMessageEndingWith("has an unpaired surrogate, expected well-formed Unicode");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seeds.uniform(0, "a", 0, -1))
        .withMessage("round 0, index -1, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seeds.derive(0, "a", -1, 0))
        .withMessage("round -1, index 0, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seeds.step(1L << 32, 1))
        .withMessage("seed 4294967296, expected 0 to 4294967295");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seeds.step(0, Double.NaN))
        .withMessage("sigma NaN, expected a finite number from 0");
  }
}
