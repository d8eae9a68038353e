package dev.prospector.executors.noise;

/**
 * The Mersenne Twister with 32-bit output, seeded as PyTorch's CPU generator is: Matsumoto and
 * Nishimura 1998, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudorandom
 * number generator", with their initialisation of 2002.
 */
final class Mt19937 {
  private static final int N = 624;
  private static final int M = 397;
  private static final int MATRIX_A = 0x9908b0df;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;

  private final int[] state = new int[N];
  private int next = N;

  /** Takes the low 32 bits of the seed. */
  Mt19937(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** The next 32 random bits. */
  int bits32() {
    if (next == N) {
      twist();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  /** A float in [0, 1): the low 24 of 32 bits. */
  float uniformFloat() {
    return (bits32() & 0xffffff) * 0x1p-24f;
  }

  /** A double in [0, 1): the low 53 of 64 bits, of which the high half is drawn first. */
  double uniformDouble() {
    long high = bits32();
    long low = bits32() & 0xffffffffL;
    return ((high << 32 | low) & 0x1fffffffffffffL) * 0x1p-53;
  }

  private void twist() {
    int i = 0;
    for (; i < N - M; i++) {
      state[i] = state[i + M] ^ mixed(state[i], state[i + 1]);
    }
    for (; i < N - 1; i++) {
      state[i] = state[i + M - N] ^ mixed(state[i], state[i + 1]);
    }
    state[N - 1] = state[M - 1] ^ mixed(state[N - 1], state[0]);
    next = 0;
  }

  private static int mixed(int u, int v) {
    int y = (u & UPPER) | (v & LOWER);
    return (y >>> 1) ^ (-(y & 1) & MATRIX_A);
  }
}
