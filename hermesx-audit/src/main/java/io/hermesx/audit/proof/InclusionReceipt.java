// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.TrustVerdict;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.MerkleTree;
import java.util.EnumSet;
import java.util.Set;

/**
 * What proves, without any database, that an event is in a log: its inclusion proof and the signed
 * checkpoint that the proof leads to (C2SP tlog-proof). Keep it with the event's header, in a file
 * that ends in {@code .tlog-proof}; it is about 1 KiB for each 30 steps of the proof and 3.5 KiB
 * for the signatures.
 *
 * <p>Immutable. A receipt has one spelling: what {@link #parse} accepts is what {@link #octets}
 * writes. It says nothing until it is verified.
 *
 * @param proof leads from the event to the checkpoint's root; its size is that of the checkpoint
 * @param checkpoint what the log said of itself, signed
 */
public record InclusionReceipt(InclusionProof proof, SignedCheckpoint checkpoint) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the two have different sizes, the index is negative, or the
   *     proof has more than 63 hashes
   */
  public InclusionReceipt {
    if (proof.size() != checkpoint.checkpoint().size()
        || proof.index() < 0
        || proof.hashes().size() > ReceiptText.MOST_HASHES) {
      throw new IllegalArgumentException(
          "a receipt has the proof of event "
              + proof.index()
              + " in a log of "
              + proof.size()
              + " by "
              + proof.hashes().size()
              + " hashes and a checkpoint of size "
              + checkpoint.checkpoint().size()
              + "; allowed: an index from 0, up to "
              + ReceiptText.MOST_HASHES
              + " hashes and one size");
    }
  }

  /**
   * Reads a receipt.
   *
   * @throws NoteRefusedException if the octets are none, or not in its one spelling. The format
   *     allows others a line of extra data, which nobody signs: it is refused
   */
  public static InclusionReceipt parse(byte[] receipt) {
    return ReceiptText.parse(receipt);
  }

  /** Returns the receipt as it is kept and handed out. */
  public byte[] octets() {
    return ReceiptText.format(this).getBytes(UTF_8);
  }

  /**
   * Verifies the receipt. Does no I/O.
   *
   * @param entry the exact octets of the event's header
   * @param origin the log that it must be in
   * @param trust the keys that sign for the log
   */
  public ReceiptVerdict verify(byte[] entry, String origin, TrustPolicy trust) {
    Sha256 root = checkpoint.checkpoint().root();
    TrustVerdict signed = trust.check(checkpoint);
    Set<ReceiptFault> faults = EnumSet.noneOf(ReceiptFault.class);
    if (!checkpoint.checkpoint().origin().equals(origin)) {
      faults.add(ReceiptFault.OTHER_LOG);
    }
    if (signed.generations().isEmpty()) {
      faults.add(ReceiptFault.NOT_SIGNED);
    }
    if (!proof.verify(MerkleTree.leaf(entry), root)) {
      faults.add(ReceiptFault.NOT_INCLUDED);
    }
    return new ReceiptVerdict(faults, signed);
  }
}
