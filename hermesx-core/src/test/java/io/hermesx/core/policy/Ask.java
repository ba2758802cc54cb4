// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.auth.Actor;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A question to a policy, put together in one line. */
record Ask(PolicyRequest request) {

  static final Principal ALICE = Principal.user("alice");

  private static final TenantId TENANT = TenantId.named("acme");

  /** Calling a tool without arguments, by a user without roles. */
  static Ask tool(String name) {
    return of(Operation.TOOL_INVOKE, name).args("{}");
  }

  static Ask list(String name) {
    return of(Operation.TOOL_LIST, name);
  }

  static Ask model(String name) {
    return of(Operation.MODEL_CHAT, name);
  }

  static Ask of(Operation operation, String resource) {
    return new Ask(
        new PolicyRequest(
            operation,
            Actor.of(TENANT, ALICE),
            resource,
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty()));
  }

  Ask args(String json) {
    return args(JsonObject.parseObject(json));
  }

  Ask args(JsonObject arguments) {
    return with(request.actor(), request.tool(), Optional.of(arguments));
  }

  Ask unknownArgs() {
    return with(request.actor(), request.tool(), Optional.empty());
  }

  Ask by(Principal principal) {
    Actor actor = new Actor(TENANT, principal, request.actor().agent(), Optional.empty());
    return with(actor, request.tool(), request.arguments());
  }

  Ask role(String... roles) {
    return by(request.actor().principal().withRoles(roles));
  }

  Ask agent(Principal agent) {
    Actor actor =
        new Actor(TENANT, request.actor().principal(), Optional.of(agent), Optional.empty());
    return with(actor, request.tool(), request.arguments());
  }

  Ask effect(ToolEffect effect) {
    ToolDefinition definition =
        ToolDefinition.builder("t").description("t").effect(effect).noArguments().build();
    return with(request.actor(), Optional.of(definition), request.arguments());
  }

  Ask signals(String... names) {
    Set<String> signals = new HashSet<>(request.signals());
    signals.addAll(Set.of(names));
    return new Ask(
        new PolicyRequest(
            request.operation(),
            request.actor(),
            request.resource(),
            request.tool(),
            request.arguments(),
            signals,
            request.dataClass()));
  }

  Ask dataClass(String name) {
    return new Ask(
        new PolicyRequest(
            request.operation(),
            request.actor(),
            request.resource(),
            request.tool(),
            request.arguments(),
            request.signals(),
            Optional.of(name)));
  }

  private Ask with(Actor actor, Optional<ToolDefinition> tool, Optional<JsonObject> arguments) {
    return new Ask(
        new PolicyRequest(
            request.operation(),
            actor,
            request.resource(),
            tool,
            arguments,
            request.signals(),
            request.dataClass()));
  }

  PolicyDecision to(PolicyDecisionPoint policy) {
    return policy.decide(request);
  }
}
