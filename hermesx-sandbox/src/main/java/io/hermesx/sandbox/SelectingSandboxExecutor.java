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
import io.hermesx.sandbox.choice.Choice;
import io.hermesx.sandbox.choice.Measured;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An executor that runs each program on the fastest of several executors that holds what the
 * program requires, and refuses what none of them holds. It never runs one on a weaker executor,
 * however busy the stronger ones are.
 *
 * <p>A refusal names what the one lacks that lacks least, and the remedies of all. {@link
 * #guarantees} are what at least one of them holds; no one of them may hold all. Thread-safe.
 */
public final class SelectingSandboxExecutor implements SandboxExecutor {

  private final Choice choice;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SelectingSandboxExecutor(Choice choice) {
    this.choice = choice;
  }

  /**
   * Opens one over these executors, which it owns from now on, and measures each by a few runs of
   * {@code true}; blocks for that long, 60 s for a run at most. If that throws, all of them are
   * closed.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SelectingSandboxExecutor of(SandboxExecutor... executors) {
    return of(Ticker.system(), List.of(executors));
  }

  static SelectingSandboxExecutor of(Ticker ticker, List<SandboxExecutor> executors) {
    if (executors.isEmpty()) {
      throw new IllegalArgumentException(
          "a selecting sandbox executor has 0 executors, allowed: at least 1; where there is none,"
              + " use SandboxExecutor.refusing()");
    }
    try {
      return new SelectingSandboxExecutor(
          Choice.among(executors.stream().map(executor -> Measured.of(executor, ticker)).toList()));
    } catch (RuntimeException | Error e) {
      closeAfter(e, executors);
      throw e;
    }
  }

  private static void closeAfter(Throwable thrown, List<SandboxExecutor> executors) {
    try {
      Choice.closeAll(executors);
    } catch (RuntimeException | Error e) {
      thrown.addSuppressed(e);
    }
  }

  @Override
  public Set<Guarantee> guarantees() {
    return choice.guarantees();
  }

  /**
   * Returns for each guarantee the proof of the fastest that holds it, or why none of them does.
   */
  @Override
  public List<GuaranteeProof> proofs() {
    return choice.proofs();
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    requireOpen();
    return choice.start(request, sink);
  }

  /**
   * Opens a session on the fastest executor that holds what is required. A program in it that
   * requires more than that executor holds is refused.
   */
  @Override
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    requireOpen();
    return choice.open(required, limits);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("this sandbox executor is closed; open a new one");
    }
  }

  /** Closes all of them, also if one throws, and throws that. */
  @Override
  public void close() {
    closed.set(true);
    choice.close();
  }
}
