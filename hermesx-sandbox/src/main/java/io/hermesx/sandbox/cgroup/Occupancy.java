// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

/** Who is in a group. */
public enum Occupancy {
  /** Nobody. */
  EMPTY,
  /** Nobody that runs, but processes that ended and that their parent has not waited for. */
  ZOMBIES,
  /** Somebody runs. */
  OCCUPIED
}
