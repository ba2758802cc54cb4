// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Looks for an event, and for the last checkpoint of its log that counts it. */
final class EventSearch implements LineSink {

  private final UUID event;
  private final LeafFile leaves;
  private final LineOrder order = new LineOrder();
  private OptionalLong place = OptionalLong.empty();
  private Optional<SignedCheckpoint> checkpoint = Optional.empty();
  private boolean done;

  EventSearch(UUID event, LeafFile leaves) {
    this.event = event;
    this.leaves = leaves;
  }

  /** What is looked for. */
  UUID event() {
    return event;
  }

  @Override
  public void next(BundleItem item) {
    if (done) {
      return;
    }
    order.next(item);
    if (item instanceof BundleItem.Entry entry) {
      leaves.add(entry.read().leaf());
      if (entry.read().entry().id().equals(event)) {
        place = OptionalLong.of(entry.read().entry().seq());
      }
    } else if (item instanceof BundleItem.Checkpoint line && place.isPresent()) {
      read(line.note().octets());
    } else if (item instanceof BundleItem.Log && place.isEmpty()) {
      leaves.clear();
    } else if (item instanceof BundleItem.Log || item instanceof BundleItem.End) {
      done = true;
    }
  }

  private void read(byte[] note) {
    try {
      checkpoint = Optional.of(SignedCheckpoint.parse(note));
    } catch (NoteRefusedException e) {
      // It proves nothing; what is wrong with it is for a verification to say.
    }
  }

  @Override
  public boolean isStopped() {
    return done;
  }

  OptionalLong place() {
    return place;
  }

  Optional<SignedCheckpoint> checkpoint() {
    return checkpoint;
  }
}
