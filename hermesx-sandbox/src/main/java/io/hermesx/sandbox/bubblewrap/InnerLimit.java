// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.SandboxRequest;
import java.nio.file.Path;
import java.util.List;

/**
 * The limit on processes that a program inside sets before it becomes the program asked for, where
 * no control group counts processes. Thread-safe.
 */
final class InnerLimit {

  private final Path prlimit;
  private volatile boolean used;

  /**
   * Creates one.
   *
   * @param prlimit the program, at the path that it has on the host and inside
   * @param used whether it is needed and there
   */
  InnerLimit(Path prlimit, boolean used) {
    this.prlimit = prlimit;
    this.used = used;
  }

  boolean isUsed() {
    return used;
  }

  /** Does without from now on: it does not do what it is told. */
  void giveUp() {
    used = false;
  }

  /** What comes before the program inside: bubblewrap's number 1 counts as a process there. */
  List<String> before(SandboxRequest request) {
    if (!used) {
      return List.of();
    }
    int most = request.limits().processes() + 1;
    return List.of(prlimit.toString(), "--nproc=" + most + ":" + most, "--");
  }
}
