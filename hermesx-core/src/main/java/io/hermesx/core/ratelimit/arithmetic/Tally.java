// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

/**
 * What is on record for one key; the {@link Arithmetic} of its limit tells what the numbers mean. A
 * new one says that nothing is in use. Mutable, not thread-safe.
 *
 * <table>
 * <caption>The numbers of each algorithm</caption>
 * <tr><th></th><th>at, µs</th><th>used</th><th>part</th><th>entries</th></tr>
 * <tr><td>token bucket</td><td>as of when</td><td>whole permits in use</td><td>and this many of
 * 1 / period</td><td></td></tr>
 * <tr><td>sliding window</td><td>start of the window</td><td>taken in it</td><td>taken in the one
 * before</td><td></td></tr>
 * <tr><td>exact window</td><td>last change</td><td>sum of the entries</td><td></td><td>when, how
 * much; oldest first</td></tr>
 * <tr><td>calendar window</td><td>start of the window</td><td>taken in it</td><td></td><td></td>
 * </tr>
 * <tr><td>concurrency</td><td></td><td>slots held</td><td></td><td>until when, id (2), how many</td>
 * </tr>
 * </table>
 */
public class Tally {

  static final long[] NONE = {};

  long at;
  long used;
  long part;
  long[] entries = NONE;

  /** Creates the record of a key that nobody has used. */
  public Tally() {}

  /** Makes this a copy of another. */
  public final void copy(Tally other) {
    at = other.at;
    used = other.used;
    part = other.part;
    entries = other.entries.length == 0 ? NONE : other.entries.clone();
  }

  /** Tells whether nothing is in use, which is what a key that is not on record means too. */
  public final boolean isEmpty() {
    return used == 0 && part == 0;
  }

  final void clear() {
    used = 0;
    part = 0;
    entries = NONE;
  }
}
