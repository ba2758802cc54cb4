// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.arithmetic.Arithmetic;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The value of a limit's key. Counters: span, at, used and part, 8 octets each. Exact windows: at,
 * then for each call when (8) and how much (4). Slots: until when (8), the permit (16) and how many
 * (4). All are unsigned, the highest octet first.
 */
final class State {

  private static final int HEAD = 4;
  private static final int COUNTER_SIZE = 32;
  private static final int CALL_SIZE = 12;
  private static final int SLOT_SIZE = 28;

  private State() {}

  /** Reads a value into a new tally; null is that of a key that is not there. */
  static Tally read(Arithmetic arithmetic, byte @Nullable [] value) {
    Tally tally = new Tally();
    if (value != null) {
      arithmetic.read(tally, numbers(arithmetic.kind(), value));
    }
    return tally;
  }

  /** Writes a tally. */
  static byte[] write(Arithmetic arithmetic, Tally tally) {
    long[] numbers = arithmetic.write(tally);
    return switch (arithmetic.kind()) {
      case 'e' -> writeCalls(numbers);
      case 'k' -> writeSlots(numbers);
      default -> writeCounter(numbers);
    };
  }

  private static long[] numbers(char kind, byte[] value) {
    ByteBuffer octets = ByteBuffer.wrap(value);
    return switch (kind) {
      case 'e' -> calls(octets);
      case 'k' -> slots(octets);
      default -> counter(octets);
    };
  }

  private static long[] counter(ByteBuffer octets) {
    require(octets.remaining() == COUNTER_SIZE, octets);
    return new long[] {octets.getLong(), octets.getLong(), octets.getLong(), octets.getLong()};
  }

  private static long[] calls(ByteBuffer octets) {
    require(octets.remaining() % CALL_SIZE == Long.BYTES, octets);
    long[] numbers = new long[HEAD + octets.remaining() / CALL_SIZE * 2];
    numbers[1] = octets.getLong();
    for (int i = HEAD; i < numbers.length; i += 2) {
      numbers[i] = octets.getLong();
      numbers[i + 1] = octets.getInt();
      numbers[2] += numbers[i + 1];
    }
    return numbers;
  }

  private static long[] slots(ByteBuffer octets) {
    require(octets.remaining() % SLOT_SIZE == 0, octets);
    long[] numbers = new long[HEAD + octets.remaining() / SLOT_SIZE * 4];
    for (int i = HEAD; i < numbers.length; i += 4) {
      numbers[i] = octets.getLong();
      numbers[i + 1] = octets.getLong();
      numbers[i + 2] = octets.getLong();
      numbers[i + 3] = octets.getInt();
      numbers[2] += numbers[i + 3];
    }
    return numbers;
  }

  private static byte[] writeCounter(long[] numbers) {
    ByteBuffer octets = ByteBuffer.allocate(COUNTER_SIZE);
    for (int i = 0; i < HEAD; i++) {
      octets.putLong(numbers[i]);
    }
    return octets.array();
  }

  private static byte[] writeCalls(long[] numbers) {
    ByteBuffer octets =
        ByteBuffer.allocate(Long.BYTES + (numbers.length - HEAD) / 2 * CALL_SIZE)
            .putLong(numbers[1]);
    for (int i = HEAD; i < numbers.length; i += 2) {
      octets.putLong(numbers[i]).putInt((int) numbers[i + 1]);
    }
    return octets.array();
  }

  private static byte[] writeSlots(long[] numbers) {
    ByteBuffer octets = ByteBuffer.allocate((numbers.length - HEAD) / 4 * SLOT_SIZE);
    for (int i = HEAD; i < numbers.length; i += 4) {
      octets.putLong(numbers[i]).putLong(numbers[i + 1]).putLong(numbers[i + 2]);
      octets.putInt((int) numbers[i + 3]);
    }
    return octets.array();
  }

  private static void require(boolean whole, ByteBuffer octets) {
    if (!whole) {
      throw new RateLimiterUnavailableException(
          "a rate limit in Redis is damaged: its value has "
              + octets.remaining()
              + " octets; something else writes to our keys: give keyPrefix another value");
    }
  }
}
