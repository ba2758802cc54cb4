// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The numbers of {@link SecureRandom}, drawn four kilobytes at a time: asking it for each number
 * costs more than the number. What was handed out is wiped from the buffer. Thread-safe.
 */
final class BufferedRandom implements RandomGenerator {

  private static final int CAPACITY = 4_096;

  private final SecureRandom source = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final ByteBuffer drawn = ByteBuffer.allocate(CAPACITY).limit(0);

  @Override
  public long nextLong() {
    lock.lock();
    try {
      if (!drawn.hasRemaining()) {
        source.nextBytes(drawn.array());
        drawn.clear();
      }
      long number = drawn.getLong();
      drawn.putLong(drawn.position() - Long.BYTES, 0);
      return number;
    } finally {
      lock.unlock();
    }
  }
}
