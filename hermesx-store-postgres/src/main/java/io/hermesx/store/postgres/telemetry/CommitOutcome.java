// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

/** Learns what became of the commit of a transaction. */
interface CommitOutcome {

  /** Nobody wants to know. */
  CommitOutcome UNHEARD =
      new CommitOutcome() {
        @Override
        public void committed() {
          // Nobody wants to know.
        }

        @Override
        public void unknown() {
          // Nobody wants to know.
        }
      };

  /** The server confirmed it. */
  void committed();

  /** It was sent and the answer never came. */
  void unknown();
}
