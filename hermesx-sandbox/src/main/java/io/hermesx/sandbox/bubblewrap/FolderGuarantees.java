// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.sandbox.run.Ended;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An executor whose programs with a work folder may have less than all others: those that require
 * what they would not have are refused. So it is with {@link Guarantee#DISK_LIMIT} for an ordinary
 * user, whose work folders are plain folders of the host. Thread-safe.
 */
final class FolderGuarantees implements SandboxExecutor {

  private final SandboxExecutor inner;
  private final FolderTrial trial;
  private volatile boolean closed;

  FolderGuarantees(SandboxExecutor inner, FolderTrial trial) {
    this.inner = inner;
    this.trial = trial;
  }

  @Override
  public Set<Guarantee> guarantees() {
    return inner.guarantees();
  }

  @Override
  public List<GuaranteeProof> proofs() {
    return inner.proofs().stream().map(this::told).toList();
  }

  /** With what was found out about work folders beside the limit on disk, or what they lack. */
  private GuaranteeProof told(GuaranteeProof proof) {
    Guarantee guarantee = proof.guarantee();
    boolean lacking = trial.missing().contains(guarantee);
    if (!proof.held() || (!lacking && guarantee != Guarantee.DISK_LIMIT)) {
      return proof;
    }
    String evidence = proof.evidence() + "; " + trial.evidence();
    return GuaranteeProof.held(
        guarantee,
        lacking ? evidence + "; not for programs with a work folder: " + trial.remedy() : evidence);
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    if (request.files().isEmpty() || isHeld(request.required())) {
      return inner.start(request, sink);
    }
    if (closed) {
      throw new IllegalStateException("this sandbox executor is closed; open a new one");
    }
    return refusal(request.required());
  }

  @Override
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    return new FolderSession(inner.open(required, limits), Set.copyOf(required));
  }

  @Override
  public void close() {
    closed = true;
    inner.close();
  }

  private boolean isHeld(Set<Guarantee> required) {
    return Collections.disjoint(required, trial.missing());
  }

  private SandboxExecution refusal(Set<Guarantee> required) {
    Set<Guarantee> held = inner.guarantees();
    EnumSet<Guarantee> missing = EnumSet.copyOf(required);
    missing.removeIf(guarantee -> !trial.missing().contains(guarantee) && held.contains(guarantee));
    String remedy =
        Stream.concat(
                inner.proofs().stream()
                    .filter(proof -> !proof.held() && missing.contains(proof.guarantee()))
                    .map(GuaranteeProof::remedy),
                Stream.of(trial.remedy()))
            .distinct()
            .collect(Collectors.joining("; "));
    return Ended.with(new SandboxOutcome.Refused(missing, remedy));
  }

  /** A session, which has a work folder from its first program on. */
  private final class FolderSession implements SandboxSession {

    private final SandboxSession session;
    private final Set<Guarantee> required;
    private volatile boolean over;

    FolderSession(SandboxSession session, Set<Guarantee> required) {
      this.session = session;
      this.required = required;
    }

    @Override
    public SandboxExecution start(SandboxRequest request, OutputSink sink) {
      SandboxRequest asked = request.requiring(required);
      if (isHeld(asked.required())) {
        return session.start(request, sink);
      }
      if (over || closed) {
        throw new IllegalStateException("this sandbox session is closed; open a new one");
      }
      return refusal(asked.required());
    }

    @Override
    public void close() {
      over = true;
      session.close();
    }
  }
}
