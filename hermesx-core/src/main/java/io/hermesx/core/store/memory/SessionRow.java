// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionMessage;
import java.util.ArrayList;
import java.util.List;

/** A conversation as it stands, with its messages. */
final class SessionRow {

  final List<SessionMessage> messages = new ArrayList<>();
  Session session;

  SessionRow(Session session) {
    this.session = session;
  }
}
