// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.util.List;

/**
 * What a {@link Spool} holds and what went wrong with it.
 *
 * @param waiting records that are on disk and not removed, those lost to damage included
 * @param octets what the segments take on disk
 * @param limit what they may take
 * @param failures how many segments were given up since opening because a write or fsync failed
 * @param cut octets behind the last readable record when it was opened: what a crash left of
 *     records that nobody was told were on disk
 * @param damages what opening could not read
 * @param aside names of damaged segments that lie in the directory as evidence, also of earlier
 *     openings; nobody deletes them but you
 */
public record SpoolState(
    long waiting,
    long octets,
    long limit,
    int failures,
    long cut,
    List<SpoolDamage> damages,
    List<String> aside) {

  /** Copies the lists. */
  public SpoolState {
    damages = List.copyOf(damages);
    aside = List.copyOf(aside);
  }
}
