// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import java.sql.SQLException;

/** What is measured: one call of a side. */
@FunctionalInterface
interface Operation {

  /**
   * Runs once.
   *
   * @param turn counts up, and says which rows are meant
   */
  void run(int turn) throws SQLException;
}
