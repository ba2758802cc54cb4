// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import java.time.Duration;
import java.time.Instant;

/** Whether something is to be done again. */
final class Due {

  private Due() {}

  /** A time to come was told by a clock that ran ahead: nobody waits for it to be reached. */
  static boolean isDue(Instant last, Duration every, Instant now) {
    return last.isAfter(now) || !last.plus(every).isAfter(now);
  }
}
