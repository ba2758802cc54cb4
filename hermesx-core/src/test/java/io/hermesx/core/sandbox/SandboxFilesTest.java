// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxFilesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        ".",
        "./a",
        "a/.",
        "a\0b",
        "a\nb",
        "\u007f",
        "a/\u0085"
      })
  void path_thatMayLeadElsewhere_isRefused(String path) {
    assertThatThrownBy(() -> SandboxFile.text(path, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed: at most 1,024 octets, relative");
    assertThatThrownBy(() -> new SandboxFiles(List.of(), List.of(path)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void path_ofTheLongestNameAndLength_isAllowed() {
    String name = "n".repeat(255);

    assertThat(SandboxFile.text(name, "x").path()).isEqualTo(name);
    assertThat(SandboxFile.text(name + "/" + name + "/" + name + "/" + name, "x").path())
        .hasSize(1_023);
    assertThatThrownBy(() -> SandboxFile.text("n" + name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SandboxFile.text(("é".repeat(127) + "/").repeat(4) + "abcde", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "...", "..a", "ü/ñ", "-rf", "a\\b", "~"})
  void path_thatOnlyLooksOdd_isAllowed(String path) {
    assertThat(SandboxFile.text(path, "").path()).isEqualTo(path);
  }

  @Test
  void inputs_ofTheSamePath_areRefused() {
    SandboxFile file = SandboxFile.text("a/b", "1");

    assertThatThrownBy(() -> new SandboxFiles(List.of(file, file), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each path once");
  }
}
