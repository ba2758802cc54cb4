// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.format.AuditFault;

/**
 * What a fault means: which verdict it is about, how bad it is, and the attacks that it points to
 * (docs/reference/audit-format.md lists them).
 */
record FaultMeaning(Area area, Severity severity, String attack) {

  static FaultMeaning of(AuditFault fault) {
    return switch (fault) {
      case HEADER_NOT_CANONICAL -> broken("A8 A9");
      case HEADER_NOT_ALLOWED -> broken("A9 E8 E11 E14");
      case LEAF_MISMATCH -> broken("A1 A6 A13 C6");
      case PREVIOUS_MISMATCH -> broken("A1 B1 B8 B10");
      case GENESIS_MISMATCH -> broken("B2 B14");
      case SEQ_MISMATCH -> broken("B8 B15");
      case SEQ_GAP -> broken("B1 B2 B16");
      case SEQ_REPEATED -> broken("B6 B7 B10");
      case ID_MISMATCH -> broken("A7");
      case ID_REPEATED -> broken("B7 B9");
      case ORIGIN_MISMATCH -> broken("B11");
      case TIME_NOT_ADVANCING -> broken("B8 D4");
      case WRITER_GAP -> broken("B15 B18 B19");
      case HEAD_MISSING -> broken("B4");
      case HEAD_ORIGIN_MISMATCH -> broken("B11");
      case HEAD_SIZE_MISMATCH -> broken("B1 B3 B4");
      case HEAD_PREVIOUS_MISMATCH, HEAD_FRONTIER_MISMATCH -> broken("B12 C3");
      case HEAD_TIME_MISMATCH -> broken("D4");
      case ENTRY_BEYOND_HEAD -> broken("B21");
      case HISTORY_CHANGED -> broken("B12 B13 B17");
      case STAGED_DAMAGED, STAGED_REFUSED -> broken("B20");
      case NODE_MISMATCH -> broken("C1");
      case NODE_NOT_COMPLETE -> broken("C2");
      case CHECKPOINT_NOT_READABLE -> broken("C5 C13 C14");
      case CHECKPOINT_ORIGIN_MISMATCH -> broken("C9");
      case CHECKPOINT_SIZE_MISMATCH -> broken("C4");
      case CHECKPOINT_ROOT_MISMATCH -> broken("B12 B13 C4");
      case CHECKPOINT_CONTRADICTED -> broken("C10");
      case TRUSTED_ROOT_MISMATCH, ANCHOR_ROOT_MISMATCH -> broken("B12 B13 D8");
      case INSTALLATION_ROOT_MISMATCH -> broken("B11 B12 B13");
      case CHECKPOINT_BEYOND_LOG -> cut("B3 B17");
      case LOG_BEHIND_TRUSTED -> cut("B3 B17 C11");
      case LOG_BEHIND_ANCHOR, LOG_BEHIND_INSTALLATION -> cut("B3 B17");
      case LOG_MISSING -> cut("B4 B5");
      case ANCHOR_NOT_READABLE -> cut("D5 D7");
      case ANCHOR_NOT_VALID -> cut("D6");
      case WITNESS_NOT_VALID -> cut("D7");
      // What it leaves unanchored counts for the verdict, as far as the reader allows none.
      case WITNESS_QUORUM_MISSING -> new FaultMeaning(Area.POLICY, Severity.INCOMPLETE, "D7");
      case BUNDLE_COUNT_MISMATCH -> cut("E9");
      case BUNDLE_CUT -> new FaultMeaning(Area.COMPLETENESS, Severity.INCOMPLETE, "E9");
      case NOTHING_TO_VERIFY -> new FaultMeaning(Area.COMPLETENESS, Severity.INCOMPLETE, "E12");
      case SIGNATURE_MISSING -> policy("C15 C18");
      case SIGNATURE_INVALID -> policy("C15 C16");
      case SIGNATURE_KEY_NOT_CURRENT -> policy("D1 D3");
      case ROTATION_NOT_SIGNED, ROTATION_NOT_TRUSTED, ROTATION_NOT_RECORDED -> policy("D2");
      case BODY_MISMATCH -> new FaultMeaning(Area.PAYLOAD, Severity.TAMPERED, "A2 A3 A4 A5");
      case BODY_NOT_NAMED -> new FaultMeaning(Area.PAYLOAD, Severity.TAMPERED, "A3 A4");
      case BODY_MISSING -> new FaultMeaning(Area.PAYLOAD, Severity.INCOMPLETE, "E6");
      case BUNDLE_NOT_READABLE -> new FaultMeaning(Area.INTEGRITY, Severity.UNREADABLE, "E9 E14");
      case MORE_FINDINGS -> new FaultMeaning(Area.INTEGRITY, Severity.INCOMPLETE, "");
    };
  }

  private static FaultMeaning broken(String attack) {
    return new FaultMeaning(Area.INTEGRITY, Severity.TAMPERED, attack);
  }

  private static FaultMeaning cut(String attack) {
    return new FaultMeaning(Area.COMPLETENESS, Severity.TAMPERED, attack);
  }

  private static FaultMeaning policy(String attack) {
    return new FaultMeaning(Area.POLICY, Severity.TAMPERED, attack);
  }
}
