// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantIdTest {

  private static final String ACME = "8acf2cc4-09b0-8ff6-9010-72d43fcccfa3";

  @Test
  void parse_canonicalForm_isReadAndWrittenBack() {
    assertThat(TenantId.parse(ACME)).hasToString(ACME).isEqualTo(TenantId.named("acme"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "acme",
        "1-1-1-1-1",
        "8acf2cc4-9b0-8ff6-9010-72d43fcccfa3",
        "8acf2cc4-09b0-8ff6-9010-72d43fcccfa",
        "8acf2cc4-09b0-8ff6-9010-72d43fcccfa3a",
        "8acf2cc4-09b0-8ff6-9010-172d43fcccfa3",
        "8ACF2CC4-09B0-8FF6-9010-72D43FCCCFA3",
        "8acf2cc4-09b0-8ff6-9010-72d43fcccfA3",
        "{8acf2cc4-09b0-8ff6-9010-72d43fcccfa3}",
        "urn:uuid:8acf2cc4-09b0-8ff6-9010-72d43fcccfa3",
        "8acf2cc409b08ff6901072d43fcccfa3",
        " 8acf2cc4-09b0-8ff6-9010-72d43fcccfa3",
        "8acf2cc4-09b0-8ff6-9010-72d43fcccfa3\n",
        "8acf2cc4-09b0-8ff6-9010-72d43fcccfa3\u0000",
        "+acf2cc4-09b0-8ff6-9010-72d43fcccfa3",
        "8acf2cc4-+9b0-8ff6-9010-72d43fcccfa3",
        "8acf2cc4\u201009b0\u20108ff6\u20109010\u201072d43fcccfa3",
        "\uff18acf2cc4-09b0-8ff6-9010-72d43fcccfa3",
        "8acf2cc4-09b0-8ff6-9010-72d43fcccfg3",
        "' or 1=1 --"
      })
  void parse_anotherSpelling_isRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> TenantId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessage(
            "a tenant id is a UUID in 36 lower-case characters (found "
                + text.length()
                + " characters); pass the tenant of the authenticated caller");
  }

  @Test
  void nil_howeverItComes_isNoTenant() {
    assertThatThrownBy(() -> TenantId.parse("00000000-0000-0000-0000-000000000000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the nil UUID is no tenant; pass the tenant of the authenticated caller");
    assertThatThrownBy(() -> new TenantId(new UUID(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Computed once by another implementation: hosts store what this returns. */
  @ParameterizedTest
  @CsvSource({
    "acme," + ACME,
    "ACME,acb59ccb-05c1-84f1-87b0-fe29f2180019",
    "org_4711,fe21f7c2-eb52-8696-ae41-399b1df1d1cc",
    "a,cfc42613-3d21-8b39-82ef-21dccde89458"
  })
  void named_goldenNames_haveTheirGoldenIds(String name, String id) {
    assertThat(TenantId.named(name)).hasToString(id);
  }

  @Test
  void named_longestName_isAccepted() {
    assertThat(TenantId.named("~".repeat(128))).hasToString("1b8f7fbd-e921-8fae-9c2d-a8c2a5ffc1b5");
  }

  @ParameterizedTest
  @CsvSource({"'', 0 characters", "'ac me', index 2", "acm\u00e9, index 3"})
  void named_nameThatIsNoToken_saysWhatIsWrongWithoutRepeatingIt(String name, String what) {
    assertThatThrownBy(() -> TenantId.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tenant name has ")
        .hasMessageContaining(what)
        .hasMessageContaining("allowed: ");
  }
}
