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
import io.hermesx.sandbox.bubblewrap.BubblewrapCommands;
import io.hermesx.sandbox.bubblewrap.BubblewrapOpening;
import io.hermesx.sandbox.bubblewrap.BubblewrapSettings;
import io.hermesx.sandbox.cgroup.GroupSettings;
import io.hermesx.sandbox.files.Reason;
import io.hermesx.sandbox.run.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An executor for programs that nobody has read: each runs in bubblewrap, in namespaces of its own,
 * with the host's programs and libraries to read, an empty {@code /tmp} to write, no network, no
 * capability, a filter of system calls, and under control groups where they can be had.
 *
 * <p>What it can hold here it finds out when it is opened, by running programs that try what they
 * must not be able to do; {@link #proofs} has the evidence, and what an operator can do about what
 * is missing. Linux on x86-64 and arm64, as root and as an ordinary user. An ordinary user holds no
 * limit on memory without a delegated control group.
 *
 * <p>Programs start in {@code /work}, as the user and group 65534, and see the variables of their
 * request and {@code PWD}. As root, each runs under an account of its own on the host, 65,536 to
 * 98,431, which nobody gives away, or 60,706 to 60,962 in a container without those. Programs with
 * a work folder share one of these, and for an ordinary user all programs have that user's: what
 * the kernel counts for an account, such as inotify instances, they take from each other.
 *
 * <p>With control groups version 1 there are no sockets but AF_UNIX, not even on the loopback:
 * these groups do not count what is under way in them. A tree has as many pseudo-terminals as the
 * host has left.
 *
 * <p>Thread-safe. Programs beyond the number that may run at once wait, tenant by tenant in turns.
 */
public final class BubblewrapSandboxExecutor implements SandboxExecutor {

  private final SandboxExecutor engine;

  private BubblewrapSandboxExecutor(SandboxExecutor engine) {
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

  /** Ends everything under way, waits until it is gone, and frees what the executor owns. */
  @Override
  public void close() {
    engine.close();
  }

  /** Builds a {@link BubblewrapSandboxExecutor}. Not thread-safe. */
  public static final class Builder {

    private EngineSettings engine = EngineSettings.standard();
    private BubblewrapCommands commands = BubblewrapCommands.find();
    private Optional<GroupSettings> groups = Optional.of(GroupSettings.usual());
    private final List<Path> readOnly = new ArrayList<>();
    private Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    private Builder() {}

    /**
     * Sets how many programs run at the same time, 1 to 256, and as many of one tenant; two for
     * each processor by default.
     */
    public Builder maxConcurrent(int value) {
      engine = engine.withMaxConcurrent(value);
      return this;
    }

    /**
     * Sets how many programs of one tenant run at the same time, 1 to as many as run at all, which
     * is the default. Set it after {@link #maxConcurrent}.
     */
    public Builder maxConcurrentPerTenant(int value) {
      engine = engine.withMaxConcurrentPerTenant(value);
      return this;
    }

    /**
     * Sets how many programs of all tenants together wait, 0 to 100,000; 1,024 by default. Beyond
     * it the tenant with the most of them gives way to one with fewer.
     */
    public Builder maxWaiting(int value) {
      engine = engine.withMaxWaiting(value);
      return this;
    }

    /**
     * Sets how many sessions may be open at the same time, 1 to 100,000; 64 by default. Programs of
     * one beyond are answered {@code Overloaded}: each keeps its work folder until it is closed,
     * which is in memory as root, up to three quarters of the limit on disk.
     */
    public Builder maxSessions(int value) {
      engine = engine.withMaxSessions(value);
      return this;
    }

    /** Sets what the limit on time is measured by; {@link Ticker#system()} by default. */
    public Builder ticker(Ticker value) {
      engine = engine.withTicker(value);
      return this;
    }

    /** Sets the folder in which the executor makes its own; the JVM's temporary one by default. */
    public Builder temporaryFolder(Path value) {
      temporary = value;
      return this;
    }

    /**
     * Sets which program is bubblewrap, an absolute path; by default {@code bwrap} in {@code
     * /usr/bin}, {@code /bin}, {@code /usr/sbin}, {@code /sbin} or {@code /usr/local/bin}, the
     * first of them that has it. {@code PATH} is not asked: who sets it would choose what root
     * runs.
     */
    public Builder bubblewrap(Path value) {
      commands =
          new BubblewrapCommands(commands.shell(), value, commands.setpriv(), commands.prlimit());
      return this;
    }

    /**
     * Makes control groups below another group than the one this process is in.
     *
     * @param group its path from the mount of each tree, such as {@code hermesx/agents}; it exists
     *     and belongs to the user of this process
     */
    public Builder controlGroup(String group) {
      groups = Optional.of(GroupSettings.builder().under(group).build());
      return this;
    }

    /** Does without control groups; what needs them is refused. */
    public Builder withoutControlGroups() {
      groups = Optional.empty();
      return this;
    }

    /**
     * Lets programs read a folder or file of the host besides {@code /usr}, at its own path, such
     * as a runtime in {@code /opt}. All that is in it can be read by every program, and a socket or
     * FIFO in it that programs may write leads to whoever of the host listens there. Opening
     * refuses a folder that has one among its first 100,000 entries; one that is made later is
     * reached, so hand in no folder in which anybody makes them.
     *
     * <p>It is a folder or a plain file that is there, or a link to one. As root, programs have
     * accounts without privileges, which must be able to enter it and every folder above.
     *
     * @throws IllegalArgumentException when opening, if it is no such thing, has a socket or FIFO
     *     in it, or is or leads to a part of the host's state or of what a sandbox has of its own,
     *     such as {@code /etc}, {@code /run} or {@code /tmp}
     */
    public Builder readOnly(Path value) {
      readOnly.add(value);
      return this;
    }

    /**
     * Opens the executor and finds out what it can hold, by running some programs; takes a second
     * or two. A trial that does not end is given up after 30 s.
     *
     * @throws UncheckedIOException if its folder or files cannot be made; the message says which,
     *     why, and what to do
     * @throws IllegalArgumentException if programs are to read what they cannot, or must not
     */
    public BubblewrapSandboxExecutor open() {
      BubblewrapSettings settings =
          new BubblewrapSettings(engine, commands, groups, readOnly, temporary);
      try {
        return new BubblewrapSandboxExecutor(BubblewrapOpening.open(settings));
      } catch (IOException e) {
        throw new UncheckedIOException("sandbox executor: " + Reason.of(e), e);
      }
    }
  }
}
