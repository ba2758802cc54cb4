// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.session.SessionMessage;
import io.hermesx.core.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The conversations of a tenant, each step a transaction of its own.
 *
 * @param runner runs the steps
 */
public record SessionSteps(StepRunner runner) implements Sessions {

  @Override
  public Session create(SessionId id, String owner, String title) {
    return runner.write(tx -> tx.sessions().create(id, owner, title));
  }

  @Override
  public Optional<Session> find(SessionId id) {
    return runner.read(tx -> tx.sessions().find(id));
  }

  @Override
  public List<Session> list(Optional<String> owner, Optional<SessionId> before, int limit) {
    return runner.read(tx -> tx.sessions().list(owner, before, limit));
  }

  @Override
  public boolean end(SessionId id) {
    return runner.write(tx -> tx.sessions().end(id));
  }

  @Override
  public OptionalLong append(SessionId id, List<JsonObject> bodies) {
    return runner.write(tx -> tx.sessions().append(id, bodies));
  }

  @Override
  public List<SessionMessage> messages(SessionId id, long after, int limit) {
    return runner.read(tx -> tx.sessions().messages(id, after, limit));
  }
}
