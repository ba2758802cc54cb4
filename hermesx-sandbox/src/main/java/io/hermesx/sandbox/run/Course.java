// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.SandboxOutcome;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far an execution has come, and why it is to end if it is. The first reason to end it counts,
 * and none after the program has ended by itself. Thread-safe.
 */
final class Course {

  private final ReentrantLock lock = new ReentrantLock();
  private Stage stage = Stage.WAITING;
  private @Nullable SandboxOutcome reason;
  private @Nullable Launched launched;

  private enum Stage {
    WAITING,
    STARTING,
    RUNNING,
    OVER
  }

  /**
   * What is to be done to end it.
   *
   * @param neverBegan whether it is over by that, because it waited
   * @param toKill what runs
   */
  record Stop(boolean neverBegan, Optional<Launched> toKill) {
    private static final Stop NOTHING = new Stop(false, Optional.empty());
  }

  /** Has it end for a reason. */
  Stop stop(SandboxOutcome why) {
    lock.lock();
    try {
      if (reason != null || stage == Stage.OVER) {
        return Stop.NOTHING;
      }
      reason = why;
      boolean waited = stage == Stage.WAITING;
      stage = waited ? Stage.OVER : stage;
      return new Stop(waited, Optional.ofNullable(launched));
    } finally {
      lock.unlock();
    }
  }

  /** Its turn has come; answers whether it still wants to. */
  boolean begin() {
    lock.lock();
    try {
      if (stage != Stage.WAITING) {
        return false;
      }
      stage = Stage.STARTING;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** It runs; answers whether it shall go on. */
  boolean running(Launched program) {
    lock.lock();
    try {
      launched = program;
      stage = Stage.RUNNING;
      return reason == null;
    } finally {
      lock.unlock();
    }
  }

  /** The program has ended; answers why it was made to, if it was. */
  Optional<SandboxOutcome> over() {
    lock.lock();
    try {
      stage = Stage.OVER;
      return Optional.ofNullable(reason);
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return stage == Stage.OVER;
    } finally {
      lock.unlock();
    }
  }

  /** Returns why it is to end. */
  Optional<SandboxOutcome> reason() {
    lock.lock();
    try {
      return Optional.ofNullable(reason);
    } finally {
      lock.unlock();
    }
  }
}
