// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.identity.Caller;
import java.util.List;
import java.util.Set;

/** Who the caller is. */
public final class MeRoutes implements Resource {

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/me")
            .summary("Who the key says you are")
            .answers(
                200,
                "You",
                Schemas.object(
                    "tenant",
                    Schemas.format("uuid"),
                    "principal",
                    Schemas.text("Such as user:alice."),
                    "api_key_id",
                    Schemas.format("uuid"),
                    "roles",
                    Schemas.list(Schemas.text("")),
                    "scopes",
                    Schemas.list(Schemas.text(""))))
            .handledBy(MeRoutes::me));
  }

  private static Reply me(Call call) {
    Caller caller = call.caller();
    return Reply.ok(
        JsonObject.builder()
            .put("tenant", caller.tenant().toString())
            .put("principal", caller.principal().ref())
            .put("api_key_id", caller.key().toString())
            .put("roles", sorted(caller.principal().roles()))
            .put("scopes", sorted(caller.principal().rights().scopes()))
            .build());
  }

  private static JsonArray sorted(Set<String> words) {
    return JsonArray.ofStrings(words.stream().sorted().toList());
  }
}
