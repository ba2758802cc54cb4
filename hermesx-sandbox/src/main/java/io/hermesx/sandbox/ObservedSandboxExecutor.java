// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.time.Ticker;
import java.util.List;
import java.util.Set;

/**
 * An executor whose programs a listener hears of. Of executors of this module it is told how long a
 * program waited; of others that is the time until the end that is not in the usage. Thread-safe.
 */
public final class ObservedSandboxExecutor implements SandboxExecutor {

  private final SandboxExecutor inner;
  private final Observation.Watch watch;

  private ObservedSandboxExecutor(SandboxExecutor inner, Observation.Watch watch) {
    this.inner = inner;
    this.watch = watch;
  }

  /**
   * Returns an executor over another, which it closes. What was tried when that one was opened is
   * not told.
   *
   * @param name what to call it, such as {@code bubblewrap}: 1 to 64 of a-z 0-9 . _ -
   * @throws IllegalArgumentException if the name is none
   */
  public static ObservedSandboxExecutor of(
      SandboxExecutor executor, String name, SandboxListener listener) {
    return of(executor, name, listener, Ticker.system());
  }

  static ObservedSandboxExecutor of(
      SandboxExecutor executor, String name, SandboxListener listener, Ticker ticker) {
    if (!name.matches("[a-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "the name of a sandbox executor is \"" + name + "\", allowed: 1 to 64 of a-z 0-9 . _ -");
    }
    return new ObservedSandboxExecutor(executor, new Observation.Watch(name, listener, ticker));
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
    return Observation.start(watch, request, sink, inner::start);
  }

  @Override
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    SandboxSession session = inner.open(required, limits);
    return new SandboxSession() {
      @Override
      public SandboxExecution start(SandboxRequest request, OutputSink sink) {
        return Observation.start(watch, request, sink, session::start);
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  @Override
  public void close() {
    inner.close();
  }
}
