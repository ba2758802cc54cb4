// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

/** What becomes of the place that an execution had among those that run. */
enum Turn {
  /** It never had one. */
  NONE,
  /** The next one may have it. */
  BACK,
  /** Nobody may have it: what ran there may still run, or could not be cleared away. */
  LOST
}
