// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.TenantStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void stateAt_expiry_isTheFirstInstantItOpensNothing() {
    ApiKey key = key("ci", "hmx_sample", Optional.of(NOON));

    assertThat(key.stateAt(NOON.minusNanos(1_000))).isEqualTo(ApiKeyState.ACTIVE);
    assertThat(key.stateAt(NOON)).isEqualTo(ApiKeyState.EXPIRED);
    assertThat(key("ci", "h", Optional.empty()).stateAt(Instant.MAX)).isEqualTo(ApiKeyState.ACTIVE);
  }

  @Test
  void stateAt_revoked_isRevokedWhateverElse() {
    ApiKey key = key("ci", "hmx_sample", Optional.of(NOON)).revokedAt(NOON);

    assertThat(key.stateAt(NOON.minusSeconds(60))).isEqualTo(ApiKeyState.REVOKED);
    assertThat(key.stateAt(NOON.plusSeconds(60))).isEqualTo(ApiKeyState.REVOKED);
  }

  @Test
  void instants_areCutToMicroseconds() {
    Instant fine = NOON.plusNanos(1_999);
    ApiKey key = key("ci", "h", Optional.of(fine)).createdAt(fine).revokedAt(fine);

    assertThat(key.createdAt()).isEqualTo(NOON.plusNanos(1_000));
    assertThat(key.expiresAt()).contains(NOON.plusNanos(1_000));
    assertThat(key.revokedAt()).contains(NOON.plusNanos(1_000));
  }

  @Test
  void textsThatAreNone_areRefusedByName() {
    assertThatThrownBy(() -> key(" ", "h", Optional.empty()))
        .hasMessageStartingWith("API key name has ");
    assertThatThrownBy(() -> key("ci", "h h", Optional.empty()))
        .hasMessageStartingWith("API key hint has ");
  }

  @Test
  void grant_onlyActiveKeyOfActiveTenant_isOpen() {
    for (ApiKeyState state : ApiKeyState.values()) {
      for (TenantStatus status : TenantStatus.values()) {
        ApiKey key = key("ci", "h", Optional.empty());

        assertThat(new ApiKeyGrant(TenantId.named("acme"), status, key, state).isOpen())
            .as(state + " " + status)
            .isEqualTo(state == ApiKeyState.ACTIVE && status == TenantStatus.ACTIVE);
      }
    }
  }

  private static ApiKey key(String name, String hint, Optional<Instant> expiresAt) {
    return new ApiKey(
        new ApiKeyId(new UUID(0x7000, 1)),
        name,
        Principal.service("ci"),
        hint,
        NOON,
        expiresAt,
        Optional.empty());
  }
}
