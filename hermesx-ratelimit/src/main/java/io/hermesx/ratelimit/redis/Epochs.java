// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of each tag's epoch, to notice that state was lost: emptied, or failed over to
 * a server that did not have it. An epoch is a key that outlives all of its tag's limits; one that
 * is another or none before it could have ended tells that the limits went with it. It knows the
 * tags asked about last, so many at most. Thread-safe.
 */
final class Epochs {

  private static final int MOST_TAGS = 100_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Known> tags;

  Epochs() {
    this(MOST_TAGS);
  }

  Epochs(int most) {
    this.tags =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * Notes an epoch.
   *
   * @param value its key's value: until when it is there and since when, 8 octets each, and a
   *     token; null if there is none
   * @param time the time there, µs
   * @return since when the tag's state is there, if other state was lost; else 0
   */
  long note(String tag, byte @Nullable [] value, long time) {
    lock.lock();
    try {
      Known before = tags.get(tag);
      Known now = before == null ? Known.first(value, time) : before.next(value, time);
      if (now != null) {
        tags.put(tag, now);
      }
      return now == null ? 0 : now.anewSince;
    } finally {
      lock.unlock();
    }
  }

  /**
   * An epoch.
   *
   * @param token which it is; null if it was missed
   * @param until until when it must be there
   * @param seen when it was seen last
   * @param anewSince when it took the place of one that was lost; 0 if it did not
   */
  private record Known(@Nullable ByteBuffer token, long until, long seen, long anewSince) {

    static @Nullable Known first(byte @Nullable [] value, long time) {
      return value == null ? null : of(ByteBuffer.wrap(value), time, 0);
    }

    Known next(byte @Nullable [] value, long time) {
      if (time < seen) {
        return this; // overtaken by a later reply
      }
      if (value == null) {
        return time >= until ? new Known(null, 0, time, anewSince) : lost(time);
      }
      ByteBuffer octets = ByteBuffer.wrap(value);
      Known now = of(octets, time, anewSince);
      boolean same = token == null || token.equals(now.token);
      return same || time >= until ? now : of(octets, time, ByteBuffer.wrap(value).getLong(8));
    }

    private Known lost(long time) {
      return token == null ? this : new Known(null, until, time, time);
    }

    private static Known of(ByteBuffer octets, long time, long anewSince) {
      long until = octets.getLong();
      octets.getLong();
      return new Known(octets.slice(), until, time, anewSince);
    }
  }
}
