// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.session;

import io.hermesx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The conversations of one tenant and their messages, inside a transaction. */
public interface Sessions {

  /**
   * Begins a conversation.
   *
   * @param owner who it belongs to, as {@code user:alice}
   * @param title 1 to 200 characters, none of them a control character
   * @throws IllegalArgumentException if owner or title is not that, or there is one of this id
   */
  Session create(SessionId id, String owner, String title);

  /** Returns a conversation by its id. */
  Optional<Session> find(SessionId id);

  /**
   * Returns conversations in descending order of id, newest first, ended ones too.
   *
   * @param owner only those of one owner, or empty for all of the tenant
   * @param before only those with a smaller id, or empty to start at the newest
   * @param limit 1 to 1,000
   */
  List<Session> list(Optional<String> owner, Optional<SessionId> before, int limit);

  /**
   * Ends a conversation: nothing is written to it any more.
   *
   * @return whether it had not ended before; false too if there is no such conversation
   */
  boolean end(SessionId id);

  /**
   * Writes messages at the end of a conversation, without a gap however many write at once.
   *
   * @param bodies 1 to 1,000 messages, in order
   * @return the place of the last one, or empty if there is no such conversation or it has ended;
   *     then nothing is written
   * @throws IllegalArgumentException if there are not 1 to 1,000
   */
  OptionalLong append(SessionId id, List<JsonObject> bodies);

  /**
   * Returns messages of a conversation, in order; none if there is no such conversation.
   *
   * @param after only those with a larger place; 0 to start at the first
   * @param limit 1 to 1,000
   * @throws IllegalArgumentException if {@code after} is negative or the limit out of range
   */
  List<SessionMessage> messages(SessionId id, long after, int limit);
}
