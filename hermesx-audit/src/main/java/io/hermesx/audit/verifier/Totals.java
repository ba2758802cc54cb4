// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/**
 * All logs of a bundle together.
 *
 * @param logs how many there are
 * @param events their events
 * @param unsigned events behind the last signed checkpoint of their log
 * @param unanchored events behind the last anchor of their log
 * @param mostUnsigned the most of them in one log
 * @param mostUnanchored the most of them in one log
 * @param bodies what became of the payload
 */
public record Totals(
    long logs,
    long events,
    long unsigned,
    long unanchored,
    long mostUnsigned,
    long mostUnanchored,
    BodyCounts bodies) {

  static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, BodyCounts.NONE);

  Totals plus(LogReport log) {
    return new Totals(
        logs + 1,
        events + log.events(),
        unsigned + log.unsigned(),
        unanchored + log.unanchored(),
        Math.max(mostUnsigned, log.unsigned()),
        Math.max(mostUnanchored, log.unanchored()),
        bodies.plus(log.bodies()));
  }
}
