// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

/** Holds a monitor, once by the method and once by a block. */
final class Synchronizes {

  private final Object lock = new Object();
  private int count;

  synchronized void method() {
    count++;
  }

  void block() {
    synchronized (lock) {
      count++;
    }
  }

  int count() {
    return count;
  }
}
