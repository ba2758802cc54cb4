// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.check.EntryRun;
import io.hermesx.core.audit.check.HeadClaim;
import io.hermesx.core.audit.check.ReadEntry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One line of a bundle, read and hashed as far as that needs no other line. */
sealed interface BundleItem {

  /** The first line: whose logs these are. */
  record Begin(String installation) implements BundleItem {}

  /** The lines of a log follow. */
  record Log(String origin) implements BundleItem {}

  /** An event. */
  record Entry(ReadEntry read, List<NamedBody> bodies, Optional<SpecialEvent> special)
      implements BundleItem {}

  /**
   * Entries with their bodies, in which there is nothing to be found if they continue the log.
   *
   * @param entries the entries
   * @param bodies how many lines their bodies are
   * @param lines reads the lines one by one, as long as the block is there
   */
  record Run(EntryRun entries, int bodies, Supplier<List<BundleItem>> lines)
      implements BundleItem {}

  /** What a header says of a body. */
  record NamedBody(String path, String digest, long length) {}

  /** Payload of an event, as its digest. */
  record Body(long seq, String path, String digest, long length) implements BundleItem {}

  /** The root of a complete subtree. */
  record Node(int level, long index, Sha256 hash) implements BundleItem {}

  /** A signed checkpoint as it was kept. */
  record Checkpoint(long size, ReadNote note) implements BundleItem {}

  /** What an anchor gave for a checkpoint. */
  @SuppressWarnings("ArrayRecordComponent")
  record Anchor(long size, String name, byte[] receipt) implements BundleItem {}

  /** Where the log stands. */
  record Head(HeadClaim claim) implements BundleItem {}

  /** The last line: how many lines of each kind there were. */
  record End(LineCounts counts) implements BundleItem {}

  /** A line that is none. */
  record Refused(String why) implements BundleItem {}

  /** What the log says of logs or keys in one of its events. */
  sealed interface SpecialEvent {

    /** How large another log is, and its root. */
    record LogCheckpoint(UUID tenant, long size, Sha256 root) implements SpecialEvent {}

    /** Which keys follow. */
    record KeysRotated(String keys) implements SpecialEvent {}
  }
}
