// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.sandbox;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * An executor that is opened on a thread of its own, because finding out what it can hold takes a
 * second or more. Whoever needs it before waits; one that could not be opened refuses everything.
 * Thread-safe.
 */
final class LateSandboxExecutor implements SandboxExecutor {

  private final CompletableFuture<SandboxExecutor> opened = new CompletableFuture<>();

  private LateSandboxExecutor() {}

  /** Begins to open an executor, and answers at once. */
  static LateSandboxExecutor opening(Supplier<SandboxExecutor> opening) {
    LateSandboxExecutor late = new LateSandboxExecutor();
    Thread thread = new Thread(() -> late.open(opening), "hermesx-service-sandbox");
    thread.setDaemon(true);
    thread.start();
    return late;
  }

  private void open(Supplier<SandboxExecutor> opening) {
    try {
      opened.complete(opening.get());
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
    }
  }

  /** The executor, once it is open; or why it could not be opened. */
  CompletableFuture<SandboxExecutor> opened() {
    return opened;
  }

  private SandboxExecutor inner() {
    return opened.exceptionally(failure -> SandboxExecutor.refusing()).join();
  }

  @Override
  public Set<Guarantee> guarantees() {
    return inner().guarantees();
  }

  @Override
  public List<GuaranteeProof> proofs() {
    return inner().proofs();
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    return inner().start(request, sink);
  }

  @Override
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    return inner().open(required, limits);
  }

  /** Waits until it is open, and closes it: what it made is gone then. */
  @Override
  public void close() {
    inner().close();
  }
}
