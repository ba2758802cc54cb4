// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import io.hermesx.core.store.Store;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.ProblemException;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.http.Writes;
import io.hermesx.examples.service.identity.Platform;
import io.hermesx.examples.service.identity.Scopes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What each tenant lets programs of tools do, for whoever runs the service. A policy only tightens
 * the platform's. Each look or change is put on record in the platform's own trail before it is
 * made, and a change in the trail of the tenant in its very transaction.
 */
public final class SandboxPolicyRoutes implements Resource {

  private static final String PATH = "/admin/v1/sandbox-policy";

  private final Store store;
  private final Writes writes;

  /** Works on a store. */
  public SandboxPolicyRoutes(Store store, Writes writes) {
    this.store = store;
    this.writes = writes;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        onTenant(Route.get(PATH))
            .summary("Shows the sandbox policy of a tenant")
            .answers(200, "The policy", SandboxPolicyJson.ANSWER)
            .handledBy(this::find),
        onTenant(Route.put(PATH))
            .summary("Sets the whole sandbox policy of a tenant")
            .body(SandboxPolicyJson.BODY)
            .idempotent()
            .answers(200, "The policy as it is now", SandboxPolicyJson.ANSWER)
            .handledBy(this::put),
        onTenant(Route.delete(PATH))
            .summary("Removes the sandbox policy of a tenant")
            .query("version", "The version you have read. Required.", Schemas.whole())
            .idempotent()
            .answersAs(204, "", "Removed")
            .handledBy(this::remove));
  }

  private static Route.Builder onTenant(Route.Builder route) {
    return route
        .scope(Scopes.TENANTS_ADMIN)
        .query("tenant", "The id of the tenant. Required.", Schemas.format("uuid"));
  }

  private Reply find(Call call) {
    TenantId tenant = tenant(call);
    onPlatformRecord(call, "sandbox_policy.read", tenant);
    return Reply.ok(
        SandboxPolicyJson.write(
            tenant,
            store.forTenant(tenant).sandboxPolicies().find().orElseThrow(Problems::notFound)));
  }

  private Reply put(Call call) {
    TenantId tenant = tenant(call);
    SandboxPolicy policy = SandboxPolicyJson.read(call.body());
    long version = version((JsonNumber) call.body().require("version"));
    onPlatformRecord(call, "sandbox_policy.change.requested", tenant);
    return writes.write(
        call,
        tenant,
        change -> {
          TenantSandboxPolicies policies = change.tx().sandboxPolicies();
          TenantSandboxPolicy kept =
              (version == 0 ? policies.create(policy) : policies.replace(policy, version))
                  .orElseThrow(SandboxPolicyRoutes::conflict);
          change.audit(
              "sandbox_policy.changed",
              event -> event.field("outcome", policy.enabled() ? "enabled" : "disabled"));
          return Reply.ok(SandboxPolicyJson.write(tenant, kept));
        });
  }

  private Reply remove(Call call) {
    TenantId tenant = tenant(call);
    long version = version(call.query("version"));
    onPlatformRecord(call, "sandbox_policy.change.requested", tenant);
    return writes.write(
        call,
        tenant,
        change -> {
          if (!change.tx().sandboxPolicies().remove(version)) {
            throw conflict();
          }
          change.audit("sandbox_policy.removed", event -> event);
          return Reply.noContent();
        });
  }

  /** The tenant asked for, which has a row of its own; only the platform learns whether it has. */
  private TenantId tenant(Call call) {
    if (!Platform.includes(call.caller())) {
      throw Problems.forbidden(
          "platform_only", "Only keys of the platform's own tenant may do this.");
    }
    String text =
        call.query("tenant")
            .orElseThrow(
                () -> Problems.invalid("The query parameter tenant is missing. Send the id."));
    TenantId tenant;
    try {
      tenant = new TenantId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw Problems.notFound();
    }
    if (!tenant.toString().equals(text) || store.forTenant(tenant).tenants().find().isEmpty()) {
      throw Problems.notFound();
    }
    return tenant;
  }

  private static long version(JsonNumber number) {
    double value = number.doubleValue();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw Texts.refused(
          "/version",
          "is " + number.toJson() + ", allowed: 0 to " + Integer.MAX_VALUE + "; 0 where none was");
    }
    return (long) value;
  }

  private static long version(Optional<String> query) {
    if (query.filter(text -> text.matches("[1-9][0-9]{0,9}")).isEmpty()) {
      throw Problems.invalid(
          "The query parameter version is missing or no whole number from 1 on. Send the version"
              + " you have read.");
    }
    return Long.parseLong(query.get());
  }

  private static ProblemException conflict() {
    return Problems.conflict(
        "version_conflict", "The policy has another version. Read it again and decide anew.");
  }

  private void onPlatformRecord(Call call, String type, TenantId subject) {
    writes.record(call, type, event -> event.field("subject", subject.toString()));
  }
}
