// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.util.List;

/**
 * What opening a spool found.
 *
 * @param nextNumber of the next segment; names are never used twice
 * @param cut octets behind the last record that counts
 * @param aside names of segments that were set aside, now or earlier
 */
record Recovered(
    Segments segments,
    Room room,
    long nextNumber,
    long cut,
    List<SpoolDamage> damages,
    List<String> aside) {}
