// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Refuses everything. */
enum RefusingSandboxExecutor implements SandboxExecutor {
  INSTANCE;

  private static final String REMEDY =
      "this host has no sandbox executor; build the guard with one from hermesx-sandbox";

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of();
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    return new Refusal(
        CompletableFuture.completedFuture(
            SandboxResult.notRun(new SandboxOutcome.Refused(request.required(), REMEDY))));
  }

  @Override
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    return new SandboxSession() {
      @Override
      public SandboxExecution start(SandboxRequest request, OutputSink sink) {
        return INSTANCE.start(request.requiring(required), sink);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}

  /** An execution that never was. */
  private record Refusal(CompletableFuture<SandboxResult> result) implements SandboxExecution {
    @Override
    public void cancel() {}
  }
}
