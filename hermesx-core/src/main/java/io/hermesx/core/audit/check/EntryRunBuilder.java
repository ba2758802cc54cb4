// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.format.HeaderScanner;
import io.hermesx.core.audit.format.ScannedMember;
import java.util.Arrays;
import java.util.Base64;

/**
 * Puts entries that hold together into runs. No run goes beyond the end of a subtree of 256 leaves,
 * because the stored node follows there. Not thread-safe.
 */
public final class EntryRunBuilder {

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final int DIGEST_LENGTH = 43;

  private final EntryReader reader;
  private final GrowingTree tree = new GrowingTree();
  private final long[] ids = new long[2 * AuditNode.WIDTH];
  private final byte[] lastLeaf = new byte[Sha256.LENGTH];
  private final byte[] lastText = new byte[DIGEST_LENGTH];
  private EntryRun.Start start = new EntryRun.Start(0, "", "", 0, "", 0);
  private byte[] origin = {};
  private byte[] writer = {};
  private int size;
  private long recorded;

  /**
   * @param reader reads the entries
   */
  public EntryRunBuilder(EntryReader reader) {
    this.reader = reader;
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  /** Whether no other entry fits in behind the last one. */
  public boolean isFull() {
    return size > 0 && (start.seq() + size) % AuditNode.WIDTH == 0;
  }

  /** Whether the entry that was read last follows the last one here; anything follows none. */
  public boolean isFollowed() {
    return size == 0
        || (reader.seq() == start.seq() + size
            && reader.recorded() > recorded
            && reader.counter() == start.counter() + size
            && is(ScannedMember.PREVIOUS, lastText, 1)
            && is(ScannedMember.ORIGIN, origin, 0)
            && is(ScannedMember.INSTANCE, writer, 0));
  }

  private boolean is(ScannedMember member, byte[] octets, int quote) {
    int from = reader.scanner().start(member) + quote;
    int to = reader.scanner().end(member) - quote;
    return Arrays.equals(reader.header(), from, to, octets, 0, octets.length);
  }

  /** Adds the entry that was read last, which follows. */
  public void add() {
    HeaderScanner in = reader.scanner();
    if (size == 0) {
      begin(in);
    }
    ids[2 * size] = in.idHigh();
    ids[2 * size + 1] = in.idLow();
    recorded = reader.recorded();
    System.arraycopy(reader.leaf(), 0, lastLeaf, 0, lastLeaf.length);
    BASE64URL.encode(lastLeaf, lastText);
    tree.append(lastLeaf, node -> {});
    size++;
  }

  private void begin(HeaderScanner in) {
    origin = octets(ScannedMember.ORIGIN);
    writer = octets(ScannedMember.INSTANCE);
    start =
        new EntryRun.Start(
            reader.seq(),
            in.text(ScannedMember.ORIGIN),
            in.text(ScannedMember.PREVIOUS),
            reader.recorded(),
            in.text(ScannedMember.INSTANCE),
            reader.counter());
    tree.begin(start.seq());
  }

  private byte[] octets(ScannedMember member) {
    HeaderScanner in = reader.scanner();
    return Arrays.copyOfRange(reader.header(), in.start(member), in.end(member));
  }

  /** Returns the run of what was added, 1 entry or more, and starts anew. */
  public EntryRun finish() {
    EntryRun run =
        new EntryRun(
            start, recorded, Arrays.copyOf(ids, 2 * size), tree.subtrees(), lastLeaf.clone());
    size = 0;
    return run;
  }
}
