// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

/** How an append to a {@link Spool} ended. */
public sealed interface SpoolAppend {

  /**
   * The records are on disk.
   *
   * @param first the position of the first, at least 1
   * @param last the position of the last; those in between follow one another
   */
  record Stored(long first, long last) implements SpoolAppend {}

  /**
   * The spool is at its bound, and nothing was kept. The caller refuses its own caller, or waits.
   *
   * @param used what is taken, in octets
   * @param limit what may be taken
   */
  record Full(long used, long limit) implements SpoolAppend {}
}
