// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxUsage;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.cgroup.GroupClaim;
import io.hermesx.sandbox.cgroup.GroupUsage;
import io.hermesx.sandbox.cgroup.Occupancy;
import io.hermesx.sandbox.files.Reason;
import io.hermesx.sandbox.run.Launched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A program in bubblewrap. Outside is bubblewrap, inside its number 1, with whose end the kernel
 * ends everything inside. Outside goes by itself when number 1 has gone; the other way round,
 * number 1 may outlive it: in the ordinary course for an instant, and for ever if outside is killed
 * while it still makes mounts. With a control group none of that matters.
 */
final class BubblewrapLaunch implements Launched {

  private static final long PAUSE_NANOS = 100_000;

  /** Between two searches among all processes, each of which takes milliseconds. */
  private static final long LONGEST_PAUSE_NANOS = 25_000_000;

  /** How long number 1 may take to follow bubblewrap by itself. */
  private static final Duration GRACE = Duration.ofMillis(2);

  /** Statuses above say which signal ended the program. */
  private static final int SIGNALED = 128;

  private static final int MOST_SIGNALS = 64;

  /** How each line begins that bubblewrap says itself. */
  private static final String OWN_LINE = "bwrap: ";

  private static final int SIGXCPU = 24;
  private static final int SIGXFSZ = 25;

  private final Process process;
  private final SandboxRequest request;
  private final MarkedProcesses marked;
  private final BubblewrapRoom room;
  private final Optional<IOException> obstacle;
  private final Ticker ticker = Ticker.system();

  /**
   * Creates one.
   *
   * @param obstacle what kept it from being told to begin
   */
  BubblewrapLaunch(
      Process process,
      SandboxRequest request,
      MarkedProcesses marked,
      BubblewrapRoom room,
      Optional<IOException> obstacle) {
    this.process = process;
    this.request = request;
    this.marked = marked;
    this.room = room;
    this.obstacle = obstacle;
  }

  @Override
  public Process process() {
    return process;
  }

  @Override
  public Set<Guarantee> held() {
    return room.held();
  }

  @Override
  public void kill() {
    if (room.group().isPresent()) {
      process.destroyForcibly();
      room.group().get().kill();
    } else {
      endInside(this::endOutside);
    }
  }

  /** What it has started is number 1, which may not be told to follow it yet. */
  private void endOutside() {
    // Of one that has ended the number may be another's by now.
    List<ProcessHandle> inside = process.isAlive() ? process.descendants().toList() : List.of();
    process.destroyForcibly();
    inside.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends number 1 inside, or does something else if it is not there. */
  private void endInside(Runnable otherwise) {
    OptionalLong first = status().first();
    Optional<ProcessHandle> handle =
        first.isPresent() ? marked.one(first.getAsLong()) : Optional.empty();
    handle.ifPresentOrElse(ProcessHandle::destroyForcibly, otherwise);
  }

  @Override
  public boolean awaitGone(Duration patience) throws InterruptedException {
    long end = ticker.nanos() + patience.toNanos();
    if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    if (room.group().isPresent()) {
      // That it is in the group is what a shell was told: looked for by the mark all the same.
      return groupIsGone(room.group().get(), end) && insideIsGone(end);
    }
    return insideIsGone(end);
  }

  private boolean groupIsGone(GroupClaim group, long end) {
    if (group.awaitEnd(GRACE) != Occupancy.OCCUPIED) {
      return true;
    }
    group.kill();
    Duration rest = Duration.ofNanos(Math.max(0, end - ticker.nanos()));
    return group.awaitEnd(rest) != Occupancy.OCCUPIED;
  }

  /** Outside has ended, so what its status says is final. */
  private boolean insideIsGone(long end) throws InterruptedException {
    OptionalLong first = status().first();
    if (first.isEmpty()) {
      return until(end, LONGEST_PAUSE_NANOS, this::nothingIsFound);
    }
    long pid = first.getAsLong();
    return until(end, PAUSE_NANOS, () -> isGone(pid));
  }

  private boolean isGone(long pid) {
    if (!marked.maybeAlive(pid)) {
      return true;
    }
    marked.one(pid).ifPresent(ProcessHandle::destroyForcibly);
    return false;
  }

  /** Nobody has said which process to look for: all that carry the mark are ended. */
  private boolean nothingIsFound() {
    List<ProcessHandle> left = marked.find();
    left.forEach(ProcessHandle::destroyForcibly);
    return left.isEmpty() && (room.group().isPresent() || !marked.mayBeHidden());
  }

  /** Asks at once and then with pauses that get longer. */
  private boolean until(long end, long longestPause, BooleanSupplier condition)
      throws InterruptedException {
    long pause = PAUSE_NANOS;
    while (!condition.getAsBoolean()) {
      if (ticker.nanos() - end >= 0) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, longestPause);
    }
    return true;
  }

  @Override
  public Optional<Guarantee> exceeded() {
    if (room.group().isEmpty()) {
      return Optional.empty();
    }
    GroupUsage used = room.group().get().usage();
    if (used.oomKills() > 0) {
      return Optional.of(Guarantee.MEMORY_TREE_LIMIT);
    }
    boolean late = used.cpuMicros() > request.limits().cpu().toNanos() / 1_000;
    return late ? Optional.of(Guarantee.CPU_TIME_LIMIT) : Optional.empty();
  }

  @Override
  public SandboxOutcome outcome(int status, String errors) {
    OptionalInt code = status().exitCode();
    if (code.isEmpty()) {
      return new SandboxOutcome.Faulted(
          "bubblewrap ended with " + status + " and did not run the program: " + why(errors));
    }
    int signal = code.getAsInt() - SIGNALED;
    if (signal == SIGXCPU) {
      return new SandboxOutcome.LimitExceeded(Guarantee.CPU_TIME_LIMIT);
    }
    if (signal == SIGXFSZ) {
      return new SandboxOutcome.LimitExceeded(Guarantee.DISK_LIMIT);
    }
    return signal >= 1 && signal <= MOST_SIGNALS
        ? new SandboxOutcome.Signaled(signal)
        : new SandboxOutcome.Exited(code.getAsInt());
  }

  /** What ended by itself has said why; then that it could be told nothing any more is no news. */
  private String why(String errors) {
    String own = status().first().isEmpty() ? errors.strip() : ownWords(errors);
    return own.isEmpty() ? obstacle.map(Reason::of).orElse("it said nothing") : own;
  }

  /** Once there is something inside, it may have said the rest: a secret of the program's, say. */
  private static String ownWords(String errors) {
    return errors
        .lines()
        .filter(line -> line.startsWith(OWN_LINE))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  @Override
  public SandboxUsage usage(Duration wall) {
    if (room.group().isEmpty()) {
      return new SandboxUsage(wall, Optional.empty(), OptionalLong.empty());
    }
    GroupUsage used = room.group().get().usage();
    return new SandboxUsage(
        wall,
        used.cpuMicros() < 0
            ? Optional.empty()
            : Optional.of(Duration.of(used.cpuMicros(), ChronoUnit.MICROS)),
        used.peakOctets() < 0 ? OptionalLong.empty() : OptionalLong.of(used.peakOctets()));
  }

  @Override
  public void release() {
    room.close();
  }

  private BubblewrapStatus status() {
    try {
      return BubblewrapStatus.parse(room.slot().status().read(BubblewrapStatus.LIMIT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
