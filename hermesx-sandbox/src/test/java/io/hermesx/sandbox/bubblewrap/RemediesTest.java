// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediesTest {

  @TempDir private Path settings;

  @BeforeEach
  void setAllAsBubblewrapNeedsIt() throws IOException {
    Files.createDirectory(settings.resolve("kernel"));
    Files.createDirectory(settings.resolve("user"));
    set("kernel/unprivileged_userns_clone", "1");
    set("user/max_user_namespaces", "127451");
    set("kernel/apparmor_restrict_unprivileged_userns", "0");
    set("kernel/core_pattern", "core");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kernel/unprivileged_userns_clone | 0 | sysctl -w kernel.unprivileged_userns_clone=1
          user/max_user_namespaces | 0 | sysctl -w user.max_user_namespaces=15000
          kernel/apparmor_restrict_unprivileged_userns | 1 \
            | sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or give bwrap an AppArmor \
          profile with userns
          kernel/core_pattern | @/run/dumps \
            | sysctl -w kernel.core_pattern=core, which is @/run/dumps now
          """)
  void settings_oneInTheWay_itsRemedyAlone(String name, String value, String remedy)
      throws IOException {
    set(name, value);

    assertThat(Remedies.settings(settings)).containsExactly(remedy);
  }

  @Test
  void settings_noneInTheWay_noRemedy() {
    assertThat(Remedies.settings(settings)).isEmpty();
  }

  @Test
  void settings_thatTheKernelDoesNotHave_noRemedy() {
    assertThat(Remedies.settings(settings.resolve("absent"))).isEmpty();
  }

  private void set(String name, String value) throws IOException {
    Files.writeString(settings.resolve(name), value + "\n");
  }
}
