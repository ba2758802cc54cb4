// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

/**
 * Whether this JVM may look at whatever it has started. Of an ordinary user that is so until a
 * trial shows otherwise, since programs have the user's own account; root's have others, so that a
 * trial has to show it. Thread-safe.
 */
final class Sight {

  private volatile boolean clear;

  private Sight(boolean clear) {
    this.clear = clear;
  }

  /** Returns what is to be expected before there was a trial. */
  static Sight of(OwnProcess process) {
    return new Sight(!process.isRoot());
  }

  /** Takes what a trial has shown. */
  void shown(boolean value) {
    clear = value;
  }

  /** Whether a process that this JVM may not look at is none of its own. */
  boolean isClear() {
    return clear;
  }
}
