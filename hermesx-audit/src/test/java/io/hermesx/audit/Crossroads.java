// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.ForwardingCheckpointLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The points at which another process can come in between, in the eyes of one. Not thread-safe. */
final class Crossroads {

  /** A point in a process. */
  enum Point {
    BEFORE_APPEND,
    AFTER_APPEND,
    BEFORE_ADVANCE,
    AFTER_ADVANCE,
    BEFORE_KEEP,
    AFTER_KEEP,
    BEFORE_RECEIPT
  }

  private final Map<Point, Runnable> waiting = new HashMap<>();
  private final AtomicBoolean taken;

  /**
   * @param taken whether somebody comes in between just now, who is not interrupted in turn; one
   *     for all processes
   */
  Crossroads(AtomicBoolean taken) {
    this.taken = taken;
  }

  /** Has something happen once, when this process is at a point. */
  void at(Point point, Runnable other) {
    waiting.put(point, other);
  }

  /** Whatever did not happen does not any more. */
  void clear() {
    waiting.clear();
  }

  private void pass(Point point) {
    Runnable other = taken.get() ? null : waiting.remove(point);
    if (other != null) {
      taken.set(true);
      try {
        other.run();
      } finally {
        taken.set(false);
      }
    }
  }

  AuditLog on(AuditLog log) {
    CheckpointLog checkpoints = on(log.checkpoints());
    return new ForwardingAuditLog(log) {
      @Override
      public List<AppendResult> append(List<AuditAppend> appends) {
        pass(Point.BEFORE_APPEND);
        List<AppendResult> results = super.append(appends);
        pass(Point.AFTER_APPEND);
        return results;
      }

      @Override
      public CheckpointLog checkpoints() {
        return checkpoints;
      }
    };
  }

  private CheckpointLog on(CheckpointLog log) {
    return new ForwardingCheckpointLog(log) {
      @Override
      public Set<TenantId> keep(Map<TenantId, AuditCheckpoint> checkpoints) {
        pass(Point.BEFORE_KEEP);
        Set<TenantId> dropped = super.keep(checkpoints);
        pass(Point.AFTER_KEEP);
        return dropped;
      }

      @Override
      public boolean anchored(TenantId tenant, AuditAnchor anchor, byte[] note) {
        pass(Point.BEFORE_RECEIPT);
        return super.anchored(tenant, anchor, note);
      }
    };
  }

  SignerState on(SignerState state) {
    return new ForwardingSignerState(state) {
      @Override
      public List<SignerRefusal> advance(List<SignerMove> moves) {
        pass(Point.BEFORE_ADVANCE);
        List<SignerRefusal> refusals = super.advance(moves);
        pass(Point.AFTER_ADVANCE);
        return refusals;
      }
    };
  }
}
