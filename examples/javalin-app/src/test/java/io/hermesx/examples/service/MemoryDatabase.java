// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.core.store.Store;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.time.SystemSources;
import io.hermesx.examples.service.database.Database;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** A database that is gone with the test; it can be switched to not answering. */
final class MemoryDatabase implements Database {

  private volatile Duration ahead = Duration.ZERO;
  private final Store store = MemoryStore.create(() -> SystemSources.clock().instant().plus(ahead));
  private volatile boolean away;

  /** Lets time pass, by the store's clock. */
  void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  void goAway() {
    away = true;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public void requireReady() {
    if (away) {
      throw new IllegalStateException("away");
    }
  }

  @Override
  public Map<String, DoubleSupplier> gauges() {
    return Map.of();
  }

  @Override
  public void close() {
    store.close();
  }
}
