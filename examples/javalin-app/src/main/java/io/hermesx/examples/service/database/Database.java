// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import io.hermesx.core.store.Store;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Where the service keeps everything. */
public interface Database extends AutoCloseable {

  /** The store in it. */
  Store store();

  /** What it is, for the start-up line; no secret. */
  String description();

  /**
   * Returns if it answers within half a second.
   *
   * @throws RuntimeException if it does not
   */
  void requireReady();

  /** What can be measured of it, by the name of the metric. */
  Map<String, DoubleSupplier> gauges();

  @Override
  void close();
}
