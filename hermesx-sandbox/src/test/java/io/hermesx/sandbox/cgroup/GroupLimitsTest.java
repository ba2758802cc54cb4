// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroupLimitsTest {

  @Test
  void limits_edges_areTaken() {
    assertThat(new GroupLimits(0, 0, 0)).isNotEqualTo(GroupLimits.of(65_536, 1));
    assertThat(new GroupLimits(Long.MAX_VALUE, 4_194_304, 1_000_000).milliCpus())
        .isEqualTo(1_000_000);
  }

  @Test
  void limits_outOfRange_areNamed() {
    assertThatThrownBy(() -> new GroupLimits(65_535, 1, 0)).hasMessageContaining("65535");
    assertThatThrownBy(() -> new GroupLimits(-1, 1, 0)).hasMessageContaining("memoryOctets");
    assertThatThrownBy(() -> new GroupLimits(0, -1, 0)).hasMessageContaining("processes is -1");
    assertThatThrownBy(() -> new GroupLimits(0, 4_194_305, 0)).hasMessageContaining("4194305");
    assertThatThrownBy(() -> new GroupLimits(0, 0, 9)).hasMessageContaining("milliCpus is 9");
    assertThatThrownBy(() -> new GroupLimits(0, 0, 1_000_001)).hasMessageContaining("1000001");
  }

  @Test
  void settings_outOfRange_areNamed() {
    GroupSettings.Builder builder = GroupSettings.builder();
    assertThatThrownBy(() -> builder.under("a/../b")).hasMessageContaining("a/../b");
    assertThatThrownBy(() -> builder.under("/")).hasMessageContaining("below the mount");
    assertThatThrownBy(() -> builder.patience(Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> builder.patience(Duration.ofHours(1))).hasMessageContaining("PT1H");
  }
}
