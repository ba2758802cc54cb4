// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What threads without a handler of their own are told while it is open. */
final class Handler implements AutoCloseable, Thread.UncaughtExceptionHandler {

  private final Thread.@Nullable UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();
  private final Queue<Throwable> told = new ConcurrentLinkedQueue<>();

  Handler() {
    Thread.setDefaultUncaughtExceptionHandler(this);
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    told.add(thrown);
  }

  Queue<Throwable> told() {
    return told;
  }

  @Override
  public void close() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
