// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import java.util.Optional;

/** A processor architecture that a filter can be made for. Both are little-endian. */
public enum Architecture {
  /** 64-bit Intel and AMD. */
  X86_64(0xC000003E),
  /** 64-bit Arm. */
  AARCH64(0xC00000B7);

  private final int auditArch;

  Architecture(int auditArch) {
    this.auditArch = auditArch;
  }

  /** Returns what the kernel calls system calls of this kind (AUDIT_ARCH in linux/audit.h). */
  int auditArch() {
    return auditArch;
  }

  /**
   * Returns the architecture of a JVM, if filters can be made for it.
   *
   * @param osArch the system property {@code os.arch}
   */
  public static Optional<Architecture> named(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
