// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

/** What nobody expected to be thrown: it is told to whom the thread tells such things. */
final class Uncaught {

  private Uncaught() {}

  /** Tells the thread's handler and returns, so that whoever caught it goes on. */
  static void tell(Throwable thrown) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable again) {
      // As the JVM does with a handler that throws: there is nobody left to tell.
      return;
    }
  }

  /**
   * Does what must not keep the steps behind it from being done.
   *
   * @return whether it did not throw
   */
  static boolean attempt(Runnable step) {
    try {
      step.run();
      return true;
    } catch (Throwable thrown) {
      tell(thrown);
      return false;
    }
  }
}
