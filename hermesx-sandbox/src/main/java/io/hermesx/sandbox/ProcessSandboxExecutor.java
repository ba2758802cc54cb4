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
import io.hermesx.sandbox.files.Reason;
import io.hermesx.sandbox.process.ProcessBackend;
import io.hermesx.sandbox.process.ProcessProofs;
import io.hermesx.sandbox.run.Engine;
import io.hermesx.sandbox.run.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * An executor for programs that are trusted: it runs them as plain processes of this process's user
 * and confines nothing.
 *
 * <p>It holds the limits on time and on output, and a clean environment. The limits on processor
 * time, memory, processes, disk, files and descriptors are <em>not</em> applied; a request that
 * requires the guarantee of one of them is refused. Each program starts in a fresh, empty folder,
 * which is deleted after it; a name without {@code /} is looked up on the {@code PATH} of this
 * process. When a program ends or is ended, the processes that it started are ended too, as far as
 * they can be found; one that hides can survive, so {@link Guarantee#TREE_KILL} is not claimed.
 * Arguments are visible to whoever may list processes, variables to programs of the same user.
 *
 * <p>Thread-safe. Programs beyond the number that may run at once wait, tenant by tenant in turns.
 */
public final class ProcessSandboxExecutor implements SandboxExecutor {

  private final Engine engine;

  private ProcessSandboxExecutor(Engine engine) {
    this.engine = engine;
  }

  /** Returns a builder with the standard settings. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Set<Guarantee> guarantees() {
    return engine.guarantees();
  }

  @Override
  public List<GuaranteeProof> proofs() {
    return engine.proofs();
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    return engine.start(request, sink);
  }

  @Override
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    return engine.open(required, limits);
  }

  /** Ends everything under way, waits until it is gone, and deletes the folders. */
  @Override
  public void close() {
    engine.close();
  }

  /** Builds a {@link ProcessSandboxExecutor}. Not thread-safe. */
  public static final class Builder {

    private EngineSettings settings = EngineSettings.standard();
    private Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    private Builder() {}

    /**
     * Sets how many programs run at the same time, 1 to 256, and as many of one tenant; two for
     * each processor by default.
     */
    public Builder maxConcurrent(int value) {
      settings = settings.withMaxConcurrent(value);
      return this;
    }

    /**
     * Sets how many programs of one tenant run at the same time, 1 to as many as run at all, which
     * is the default. Set it after {@link #maxConcurrent}.
     */
    public Builder maxConcurrentPerTenant(int value) {
      settings = settings.withMaxConcurrentPerTenant(value);
      return this;
    }

    /**
     * Sets how many programs of all tenants together wait, 0 to 100,000; 1,024 by default. Beyond
     * it the tenant with the most of them gives way to one with fewer.
     */
    public Builder maxWaiting(int value) {
      settings = settings.withMaxWaiting(value);
      return this;
    }

    /**
     * Sets how many sessions may be open at the same time, 1 to 100,000; 64 by default. Programs of
     * one beyond are answered {@code Overloaded}: each keeps its work folder until it is closed,
     * which stays on disk.
     */
    public Builder maxSessions(int value) {
      settings = settings.withMaxSessions(value);
      return this;
    }

    /** Sets what the limit on time is measured by; {@link Ticker#system()} by default. */
    public Builder ticker(Ticker value) {
      settings = settings.withTicker(value);
      return this;
    }

    /** Sets the folder in which work folders are made; the JVM's temporary folder by default. */
    public Builder temporaryFolder(Path value) {
      temporary = value;
      return this;
    }

    /**
     * Opens the executor and finds out what it can hold, by running a few programs; takes some
     * tenths of a second.
     *
     * @throws UncheckedIOException if no folder can be made in the temporary one; the message says
     *     why, and what to do
     */
    public ProcessSandboxExecutor open() {
      try {
        ProcessBackend backend = ProcessBackend.in(temporary);
        return new ProcessSandboxExecutor(
            Engine.open(backend, settings, engine -> backend.proven(ProcessProofs.of(engine))));
      } catch (IOException e) {
        throw new UncheckedIOException("sandbox executor: " + Reason.of(e), e);
      }
    }
  }
}
