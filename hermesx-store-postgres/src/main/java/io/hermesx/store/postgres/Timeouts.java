// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.time.Duration;

/**
 * How long the server works for us before it gives up.
 *
 * @param statement the longest a statement may take
 * @param lock the longest a statement may wait for a lock
 */
record Timeouts(Duration statement, Duration lock) {

  String statementMillis() {
    return Long.toString(statement.toMillis());
  }

  String lockMillis() {
    return Long.toString(lock.toMillis());
  }
}
