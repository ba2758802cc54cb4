// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.core.store.Store;
import io.hermesx.examples.service.database.Database;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** A database that outlives the service on it. */
record Kept(Database inner) implements Database {

  @Override
  public Store store() {
    return inner.store();
  }

  @Override
  public String description() {
    return inner.description();
  }

  @Override
  public void requireReady() {
    inner.requireReady();
  }

  @Override
  public Map<String, DoubleSupplier> gauges() {
    return inner.gauges();
  }

  @Override
  public void close() {}
}
