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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An executor whose work folders are plain folders of the host, as those of an ordinary user are:
 * it refuses programs with a work folder that require {@link Guarantee#DISK_LIMIT}, which it holds
 * for all others. Thread-safe.
 */
final class UnboundedFolders implements SandboxExecutor {

  private static final String REMEDY =
      "run as root, where a work folder is a file system with limits of its own; or hand no files in"
          + " and out, open no session, or require no DISK_LIMIT";

  private final SandboxExecutor inner;
  private volatile boolean closed;

  UnboundedFolders(SandboxExecutor inner) {
    this.inner = inner;
  }

  @Override
  public Set<Guarantee> guarantees() {
    return inner.guarantees();
  }

  @Override
  public List<GuaranteeProof> proofs() {
    return inner.proofs();
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    if (request.files().isEmpty() || isBoundless(request.required())) {
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

  private static boolean isBoundless(Set<Guarantee> required) {
    return !required.contains(Guarantee.DISK_LIMIT);
  }

  private SandboxExecution refusal(Set<Guarantee> required) {
    Set<Guarantee> held = inner.guarantees();
    EnumSet<Guarantee> missing = EnumSet.copyOf(required);
    missing.removeIf(guarantee -> guarantee != Guarantee.DISK_LIMIT && held.contains(guarantee));
    String remedy =
        Stream.concat(
                inner.proofs().stream()
                    .filter(proof -> !proof.held() && missing.contains(proof.guarantee()))
                    .map(GuaranteeProof::remedy),
                Stream.of(REMEDY))
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
      if (isBoundless(asked.required())) {
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
