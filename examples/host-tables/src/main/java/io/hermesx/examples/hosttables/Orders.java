// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.UUID;

/** The orders of the shop, each noted in the conversation that led to it. */
interface Orders {

  /** Places an order and notes it: both are kept, or neither is. */
  void place(TenantId tenant, SessionId conversation, UUID id, String item);

  /** What is ordered, by a query that forgot to say by whom. */
  List<String> items(TenantId tenant);

  /** The message that is noted. */
  static List<JsonObject> note(String item) {
    return List.of(JsonObject.builder().put("ordered", item).build());
  }
}
