// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TenantTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Tenant ROW = new Tenant(ACME, "Acme", TenantStatus.ACTIVE, 3, NOON, NOON);

  @Test
  void with_oneThing_leavesTheRest() {
    assertThat(ROW.withName("Acme Inc"))
        .isEqualTo(new Tenant(ACME, "Acme Inc", TenantStatus.ACTIVE, 3, NOON, NOON));
    assertThat(ROW.withStatus(TenantStatus.SUSPENDED))
        .isEqualTo(new Tenant(ACME, "Acme", TenantStatus.SUSPENDED, 3, NOON, NOON));
  }

  @Test
  void instants_areCutToMicroseconds() {
    Instant fine = NOON.plusNanos(999);

    assertThat(new Tenant(ACME, "Acme", TenantStatus.ACTIVE, 3, fine, fine)).isEqualTo(ROW);
  }

  @Test
  void name_thatIsNoTitle_isRefused() {
    assertThatThrownBy(() -> ROW.withName("a\nb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tenant name has a control character at index 1");
  }
}
