// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdSpanTest {

  private static final TenantId TENANT = TenantId.named("acme");

  @Test
  void of_idsOfAnyKind_hasTheEndsInTheOrderOfTheirOctets() {
    assertThat(span("80000000-0000-0000-8000-000000000000", "70000000-0000-0000-0000-000000000000"))
        .isEqualTo(
            new IdSpan(
                UUID.fromString("70000000-0000-0000-0000-000000000000"),
                UUID.fromString("80000000-0000-0000-8000-000000000000")));
    assertThat(span("00000000-0000-0000-8000-000000000000", "00000000-0000-0000-7000-000000000000"))
        .isEqualTo(
            new IdSpan(
                UUID.fromString("00000000-0000-0000-7000-000000000000"),
                UUID.fromString("00000000-0000-0000-8000-000000000000")));
  }

  private static IdSpan span(String... ids) {
    List<PreparedEvent> events =
        Stream.of(ids)
            .map(id -> new PreparedEvent(TENANT, UUID.fromString(id), new byte[] {'x'}))
            .toList();
    return IdSpan.of(SimpleAppend.of(TENANT, Optional.empty(), events));
  }
}
