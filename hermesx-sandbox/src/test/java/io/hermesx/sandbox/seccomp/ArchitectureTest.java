// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {

  @ParameterizedTest
  @CsvSource({"amd64,X86_64", "x86_64,X86_64", "aarch64,AARCH64"})
  void named_knownToTheJvm_isFound(String osArch, Architecture expected) {
    assertThat(Architecture.named(osArch)).contains(expected);
  }

  @Test
  void named_other_isNotGuessed() {
    for (String osArch : new String[] {"x86", "arm", "riscv64", "s390x", "ppc64le", "", "AMD64"}) {
      assertThat(Architecture.named(osArch)).as(osArch).isEmpty();
    }
  }
}
