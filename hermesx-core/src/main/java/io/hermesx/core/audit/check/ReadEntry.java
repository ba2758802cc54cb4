// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.audit.format.MerkleTree;


import io.hermesx.core.Sha256;
import java.util.Optional;

/**
 * An entry with its header read and hashed: as much of a check as needs no other entry, and most of
 * its work. Immutable; any thread may make it.
 */
public final class ReadEntry {

  private final AuditEntry entry;
  private final Sha256 leaf;
  private final Optional<HeaderView> header;
  private final Optional<HeaderRefusedException> refusal;

  private ReadEntry(
      AuditEntry entry, Optional<HeaderView> header, Optional<HeaderRefusedException> refusal) {
    this.entry = entry;
    this.leaf = MerkleTree.leaf(entry.header());
    this.header = header;
    this.refusal = refusal;
  }

  /** Reads an entry; one whose header is refused says so. */
  public static ReadEntry of(AuditEntry entry) {
    try {
      return new ReadEntry(entry, Optional.of(HeaderView.header(entry.header())), Optional.empty());
    } catch (HeaderRefusedException e) {
      return new ReadEntry(entry, Optional.empty(), Optional.of(e));
    }
  }

  /** The entry as it was stored. */
  public AuditEntry entry() {
    return entry;
  }

  /** The hash of the header, whatever is stored beside it. */
  public Sha256 leaf() {
    return leaf;
  }

  /** The header, if it is one. */
  public Optional<HeaderView> header() {
    return header;
  }

  /** Why the header is none. */
  Optional<HeaderRefusedException> refusal() {
    return refusal;
  }
}
