// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.util.Locale;

/** What can be wrong with a log. The codes are stable and listed in docs/reference/formats.md. */
public enum AuditFault {
  /** Not strict RFC 8785 of the v1 format. */
  HEADER_NOT_CANONICAL("the header is not in the one spelling of the format"),
  /** Canonical, but not what v1 allows. */
  HEADER_NOT_ALLOWED("the header has, or lacks, what the format does not allow"),
  /** The stored leaf is not the hash of the header. */
  LEAF_MISMATCH("the leaf is not the hash of the header"),
  /** The chain is broken. */
  PREVIOUS_MISMATCH("the header does not name the leaf before it"),
  /** The first event does not follow from origin and time. */
  GENESIS_MISMATCH("the first header does not name the genesis of this log"),
  /** Row and header disagree on the place. */
  SEQ_MISMATCH("the header says another place than it stands at"),
  /** Places are missing. */
  SEQ_GAP("events before this one are missing"),
  /** A place is taken twice. */
  SEQ_REPEATED("another event has this place"),
  /** Row and header disagree on the event. */
  ID_MISMATCH("the header says another event id than its row"),
  /** An event is there twice. */
  ID_REPEATED("the event is in the log already"),
  /** The event is of another log. */
  ORIGIN_MISMATCH("the header is of another log"),
  /** Recorded no later than the event before. */
  TIME_NOT_ADVANCING("the event was not recorded later than the one before it"),
  /** A writer's events are missing or repeated. */
  WRITER_GAP("the writer's counter does not continue"),
  /** There are events and no head. */
  HEAD_MISSING("the log has events and no head"),
  /** The head is of another log. */
  HEAD_ORIGIN_MISMATCH("the head is of another log"),
  /** The head counts other events. */
  HEAD_SIZE_MISMATCH("the head says another number of events than there are"),
  /** The head names another last leaf. */
  HEAD_PREVIOUS_MISMATCH("the head does not name the last leaf"),
  /** The head holds another tree. */
  HEAD_FRONTIER_MISMATCH("the frontier of the head is not that of the events"),
  /** The head says another time. */
  HEAD_TIME_MISMATCH("the head does not say when the last event was recorded"),
  /** A stored root of a subtree is wrong. */
  NODE_MISMATCH("a stored root of a subtree that ends here is not that of its events, or missing"),
  /** Events stand behind the end. */
  ENTRY_BEYOND_HEAD("an event stands behind the end that the head says"),
  /** What this process appended is not there any more. */
  HISTORY_CHANGED("the log no longer holds what this process appended"),
  /** A staged event cannot be sequenced. */
  STAGED_DAMAGED("a staged event is not what was prepared; it stays staged"),
  /** The log does not take what is staged. */
  STAGED_REFUSED("the log did not take the staged events: rows and head do not fit together"),
  /** A note in the place of a checkpoint that is none, or not in its one spelling. */
  CHECKPOINT_NOT_READABLE("the checkpoint is no signed note, or not in its one spelling"),
  /** The checkpoint is of another log. */
  CHECKPOINT_ORIGIN_MISMATCH("the checkpoint is of another log"),
  /** Row and note disagree. */
  CHECKPOINT_SIZE_MISMATCH("the checkpoint says another size than it is kept under"),
  /** The signed root is another one. */
  CHECKPOINT_ROOT_MISMATCH("the root of the checkpoint is not that of the events"),
  /** The signed size is larger than the log. */
  CHECKPOINT_BEYOND_LOG("the checkpoint counts more events than there are"),
  /** Two roots for one size. */
  CHECKPOINT_CONTRADICTED("another checkpoint says another root for the same size"),
  /** What the trust policy requires is not there. */
  SIGNATURE_MISSING("a signature that the trust policy requires is missing"),
  /** A signature of a trusted key is wrong. */
  SIGNATURE_INVALID("a signature is not that of the trusted key it names"),
  /** The key is trusted, for other sizes. */
  SIGNATURE_KEY_NOT_CURRENT("the signature is of a key that is not for this size"),
  /** No checkpoint of old and new keys stands behind a rotation. */
  ROTATION_NOT_SIGNED("the rotation is not signed by the keys before and after it"),
  /** A rotation to keys that nobody trusts. */
  ROTATION_NOT_TRUSTED("the rotation is to keys that the trust policy does not have next"),
  /** Keys of a later generation sign without a rotation. */
  ROTATION_NOT_RECORDED(
      "keys of a later generation have signed and no rotation to them is recorded"),
  /** The log changed before a checkpoint that was trusted. */
  TRUSTED_ROOT_MISMATCH("the root is not the one that the trusted checkpoint says"),
  /** The log is shorter than it was. */
  LOG_BEHIND_TRUSTED("the log has fewer events than the trusted checkpoint says"),
  /** A receipt of an anchor that is none. */
  ANCHOR_NOT_READABLE("the receipt of an anchor is not in its format"),
  /** A receipt of an anchor that does not prove anything. */
  ANCHOR_NOT_VALID("the receipt of an anchor does not prove its checkpoint"),
  /** A line of a trusted witness that is not its cosignature of this checkpoint. */
  WITNESS_NOT_VALID("a cosignature is not that of the trusted witness it names"),
  /** Some trusted witnesses cosigned, and not as many as the policy wants. */
  WITNESS_QUORUM_MISSING("fewer witnesses than the witness policy requires have cosigned"),
  /** The log is not the one that was anchored. */
  ANCHOR_ROOT_MISMATCH("the root is not the one that was anchored"),
  /** The log is shorter than what was anchored. */
  LOG_BEHIND_ANCHOR("the log has fewer events than were anchored"),
  /** The log is not the one that the log of logs recorded. */
  INSTALLATION_ROOT_MISMATCH("the root is not the one that the log of logs says"),
  /** The log is shorter than the log of logs recorded. */
  LOG_BEHIND_INSTALLATION("the log has fewer events than the log of logs says"),
  /** A log that is known from elsewhere is not there. */
  LOG_MISSING("a log that something else speaks of is not there"),
  /** A node over a partial subtree. */
  NODE_NOT_COMPLETE("a node is stored for a subtree that is not complete"),
  /** The payload is another one. */
  BODY_MISMATCH("the body is not the one that the header names"),
  /** The payload is not there. */
  BODY_MISSING("a body that the header names is not there"),
  /** Payload of no event. */
  BODY_NOT_NAMED("no header names the body"),
  /** A line that is none. */
  BUNDLE_NOT_READABLE("the bundle has a line that its format does not allow there"),
  /** The end line is missing. */
  BUNDLE_CUT("the bundle stops before its end line"),
  /** The end line counts otherwise. */
  BUNDLE_COUNT_MISMATCH("the end line of the bundle counts other lines than there are"),
  /** There is no event. */
  NOTHING_TO_VERIFY("there is no event, and an empty set proves nothing"),
  /** There are more findings than are listed. */
  MORE_FINDINGS("there are more findings than are listed");

  private final String explanation;
  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  AuditFault(String explanation) {
    this.explanation = explanation;
  }

  public String code() {
    return code;
  }

  public String explanation() {
    return explanation;
  }
}
