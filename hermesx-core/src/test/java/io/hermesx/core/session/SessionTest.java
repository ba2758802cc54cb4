// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final SessionId ID = new SessionId(new UUID(0x7000, 1));
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void instants_areCutToMicroseconds() {
    Instant fine = NOON.plusNanos(999);

    assertThat(new Session(ID, "user:alice", "title", 0, fine, fine, Optional.of(fine)))
        .isEqualTo(new Session(ID, "user:alice", "title", 0, NOON, NOON, Optional.of(NOON)));
    assertThat(new SessionMessage(1, JsonObject.empty(), fine).at()).isEqualTo(NOON);
  }

  @Test
  void ownerAndTitle_areChecked() {
    assertThatThrownBy(() -> of("alice", "title")).hasMessageStartingWith("session owner ");
    assertThatThrownBy(() -> of("user:alice", " ")).hasMessageStartingWith("session title ");
  }

  @Test
  void id_isWrittenAsItsUuid() {
    assertThat(ID).hasToString(ID.value().toString());
  }

  private static Session of(String owner, String title) {
    return new Session(ID, owner, title, 0, NOON, NOON, Optional.empty());
  }
}
