// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.time.IdSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The same identifiers in every run: UUIDv7 values whose time is a counter, so each is larger than
 * the one before. Thread-safe.
 */
public final class TestIds implements IdSource {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT_RFC = 0x8000000000000000L;

  private final AtomicLong last = new AtomicLong();
  private final long stream;

  private TestIds(long stream) {
    this.stream = stream;
  }

  /** Returns a source that starts at 1. */
  public static TestIds create() {
    return new TestIds(0);
  }

  /**
   * Returns a source of its own: two with different stream numbers never give the same identifier.
   *
   * @param stream 0 or more
   */
  public static TestIds stream(long stream) {
    return new TestIds(stream);
  }

  @Override
  public UUID next() {
    return new UUID(last.incrementAndGet() << 16 | VERSION_7, VARIANT_RFC | stream);
  }
}
