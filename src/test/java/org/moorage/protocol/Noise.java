package org.moorage.protocol;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Octets nobody meant, from a seed: random ones, and good ones with a few octets changed. */
public final class Noise {

  private final RandomGenerator random;

  private Noise(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public static Noise seeded(long seed) {
    return new Noise(seed);
  }

  public RandomGenerator random() {
    return random;
  }

  /** Up to so many random octets. */
  public Octets octets(int maxSize) {
    byte[] bytes = new byte[random.nextInt(maxSize + 1)];
    random.nextBytes(bytes);
    return Octets.of(bytes);
  }

  /** The same with one to four octets changed, and sometimes cut or grown. */
  public Octets damaged(Octets good) {
    byte[] bytes = good.toArray();
    for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    Octets damaged = Octets.of(bytes);
    return switch (random.nextInt(4)) {
      case 0 -> damaged.slice(0, random.nextInt(damaged.size() + 1));
      case 1 -> damaged.plus(octets(64));
      default -> damaged;
    };
  }
}
