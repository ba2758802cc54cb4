// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.session;

import io.hermesx.core.internal.Names;
import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.util.Optional;

/**
 * A conversation, without its messages.
 *
 * @param id its identity
 * @param owner who it belongs to, as {@code user:alice}
 * @param title what people call it; 1 to 200 characters, none of them a control character
 * @param messages how many messages it has
 * @param createdAt when it began, by the store's clock
 * @param updatedAt when it was last written, by the store's clock
 * @param endedAt when it was ended, if it was
 */
public record Session(
    SessionId id,
    String owner,
    String title,
    long messages,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> endedAt) {

  /** Checks the texts and cuts the instants to microseconds. */
  public Session {
    Names.requireRef("session owner", owner);
    Names.requireTitle("session title", title);
    createdAt = Instants.truncate(createdAt);
    updatedAt = Instants.truncate(updatedAt);
    endedAt = endedAt.map(Instants::truncate);
  }
}
