// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/**
 * How many lines of each kind a bundle has.
 *
 * @param logs the lines that begin a log
 * @param entries the events
 * @param bodies the payloads
 * @param nodes the subtrees
 * @param checkpoints the checkpoints
 * @param anchors the receipts
 */
record LineCounts(
    long logs, long entries, long bodies, long nodes, long checkpoints, long anchors) {

  static final LineCounts NONE = new LineCounts(0, 0, 0, 0, 0, 0);

  LineCounts plus(LineCounts more) {
    return new LineCounts(
        logs + more.logs,
        entries + more.entries,
        bodies + more.bodies,
        nodes + more.nodes,
        checkpoints + more.checkpoints,
        anchors + more.anchors);
  }
}
