// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.process;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxUsage;
import io.hermesx.sandbox.run.Launched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A process and what it started, as far as that can be found. A program that means to escape does:
 * it needs a child that leaves the folder and the pipes behind when its parent is gone.
 */
final class ProcessTree implements Launched {

  private static final int SIGNALS = 128;
  private static final int LAST_SIGNAL = 64;
  private static final int ROUNDS = 20;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private final Process process;
  private final Path folder;
  private final Set<Guarantee> held;
  private final Runnable release;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<ProcessHandle> known = new LinkedHashSet<>();
  private volatile Set<String> pipes = Set.of();

  ProcessTree(Process process, Path folder, Set<Guarantee> held, Runnable release) {
    this.process = process;
    this.folder = folder;
    this.held = held;
    this.release = release;
  }

  @Override
  public Process process() {
    return process;
  }

  @Override
  public Set<Guarantee> held() {
    return held;
  }

  @Override
  public void kill() {
    lock.lock();
    try {
      if (process.isAlive()) {
        rememberPipes();
        process.descendants().forEach(known::add);
        process.destroyForcibly();
      }
      // What forks faster than it is found gets another round; the next call goes on.
      int rounds = ROUNDS;
      while (rounds > 0 && killFound()) {
        rounds--;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean killFound() {
    Set<ProcessHandle> more = new LinkedHashSet<>();
    known.removeIf(handle -> !handle.isAlive() || Leftovers.isDead(handle.pid()));
    known.forEach(handle -> handle.descendants().forEach(more::add));
    more.addAll(Leftovers.find(process.pid(), folder, pipes));
    known.addAll(more);
    known.forEach(ProcessHandle::destroyForcibly);
    return !known.isEmpty();
  }

  /** Not at the start, which it would slow down: short programs leave nothing behind. */
  @Override
  public Optional<Guarantee> exceeded() {
    if (pipes.isEmpty() && process.isAlive()) {
      rememberPipes();
    }
    return Optional.empty();
  }

  private void rememberPipes() {
    if (pipes.isEmpty()) {
      pipes = Leftovers.pipes(process.pid());
    }
  }

  @Override
  public boolean awaitGone(Duration patience) {
    lock.lock();
    try {
      for (long left = patience.toNanos(); left > 0; left -= PAUSE) {
        if (!killFound()) {
          return true;
        }
        LockSupport.parkNanos(PAUSE);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SandboxOutcome outcome(int status, String errors) {
    return status > SIGNALS && status <= SIGNALS + LAST_SIGNAL
        ? new SandboxOutcome.Signaled(status - SIGNALS)
        : new SandboxOutcome.Exited(status);
  }

  @Override
  public SandboxUsage usage(Duration wall) {
    return new SandboxUsage(wall, Optional.empty(), OptionalLong.empty());
  }

  @Override
  public void release() {
    release.run();
  }
}
