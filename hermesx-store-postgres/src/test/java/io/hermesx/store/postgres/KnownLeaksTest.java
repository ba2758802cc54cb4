// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Minor releases that leak are named with the one to update to; others pass. */
class KnownLeaksTest {

  @ParameterizedTest
  @CsvSource({"150000, 15.18", "150017, 15.18", "160013, 16.14", "170009, 17.10", "180003, 18.4"})
  void version_withALeak_isRefusedWithItsRemedy(int version, String remedy) {
    assertThat(KnownLeaks.in(version))
        .hasValueSatisfying(
            fault -> assertThat(fault).contains("update it to " + remedy, "CVE-2026-6473"));
  }

  @ParameterizedTest
  @CsvSource({"150018", "160014", "170010", "170011", "180004", "190000", "200001"})
  void version_thatIsMended_passes(int version) {
    assertThat(KnownLeaks.in(version)).isEmpty();
  }
}
