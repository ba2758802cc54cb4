// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.access.Scope;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.store.TenantStore;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Page;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Calls that wait for a person, and what a person says. */
public final class ApprovalRoutes implements Resource {

  private static final JsonObject APPROVAL =
      Schemas.object(
          "id",
          Schemas.format("uuid"),
          "state",
          Schemas.oneOf("pending", "approved", "denied", "consumed", "expired"),
          "requester",
          Schemas.text("On whose authority the call would run."),
          "agent?",
          Schemas.text("The agent that asked."),
          "run_id",
          Schemas.text(""),
          "call_id",
          Schemas.text(""),
          "tool",
          Schemas.text(""),
          "arguments",
          Schemas.text("The exact arguments, in canonical form."),
          "decided_by?",
          Schemas.text(""),
          "requested_at",
          Schemas.format("date-time"),
          "expires_at",
          Schemas.format("date-time"));

  private final AgentGuard guard;

  /** Decides through a guard. */
  public ApprovalRoutes(AgentGuard guard) {
    this.guard = guard;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Page.on(Route.get("/v1/approvals"))
            .scope(Scope.APPROVALS_DECIDE)
            .summary("Lists approvals in every state, newest first")
            .answers(200, "A page of approvals", Page.schema(APPROVAL))
            .handledBy(this::list),
        Route.get("/v1/approvals/{id}")
            .summary("Shows an approval to its requester and to those who may decide")
            .answers(200, "The approval", APPROVAL)
            .handledBy(this::find),
        Route.post("/v1/approvals/{id}/decision")
            .scope(Scope.APPROVALS_DECIDE)
            .summary("Approves or refuses a call that waits; a person must, and not the requester")
            .body(Schemas.object("decision", Schemas.oneOf("approve", "refuse")))
            .answers(200, "The approval as it is now", APPROVAL)
            .handledBy(this::decide));
  }

  private Reply list(Call call) {
    Page page = Page.of(call);
    return tenant(call)
        .readOnly(
            tx ->
                page.reply(
                    tx.approvals().list(page.afterId().map(ApprovalId::new), page.fetch()),
                    approval -> json(approval, tx.now()),
                    Approval::id));
  }

  private Reply find(Call call) {
    return tenant(call)
        .readOnly(
            tx ->
                Reply.ok(
                    json(
                        tx.approvals()
                            .find(new ApprovalId(call.id("id")))
                            .filter(approval -> maySee(call, approval))
                            .orElseThrow(Problems::notFound),
                        tx.now())));
  }

  private static boolean maySee(Call call, Approval approval) {
    return call.caller().may(Scope.APPROVALS_DECIDE)
        || approval.requester().sameAs(call.caller().principal());
  }

  private Reply decide(Call call) {
    ApprovalId id = new ApprovalId(call.id("id"));
    boolean approve = call.body().string("decision").equals("approve");
    GuardContext person =
        GuardContext.of(call.caller().tenant(), call.caller().principal(), call.requestId());
    DecideResult result = approve ? guard.approve(person, id) : guard.refuse(person, id);
    return switch (result) {
      case RECORDED -> find(call);
      case NOT_FOUND -> throw Problems.notFound();
      case ALREADY_DECIDED -> repeated(call, id, approve);
      case EXPIRED ->
          throw Problems.conflict(
              "approval_expired", "Its time is over. The call must be made again.");
      case FOUR_EYES ->
          throw Problems.forbidden(
              "four_eyes",
              "A person must decide, and neither the requester nor its agent: use the key of"
                  + " another user.");
      case NOT_ALLOWED ->
          throw Problems.forbidden("not_permitted", "This key may not decide approvals.");
    };
  }

  /** The same person saying the same again is answered as before; the first decision stays. */
  private Reply repeated(Call call, ApprovalId id, boolean approve) {
    boolean same =
        tenant(call)
            .approvals()
            .find(id)
            .flatMap(Approval::decision)
            .filter(word -> word.approved() == approve)
            .filter(word -> word.approver().sameAs(call.caller().principal()))
            .isPresent();
    if (same) {
      return find(call);
    }
    throw Problems.conflict("already_decided", "It was decided before; the first decision stays.");
  }

  private TenantStore tenant(Call call) {
    return guard.store().forTenant(call.caller().tenant());
  }

  private static JsonObject json(Approval approval, Instant now) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", approval.id().toString())
            .put("state", approval.stateAt(now).name().toLowerCase(Locale.ROOT))
            .put("requester", approval.requester().ref());
    approval.agent().ifPresent(agent -> json.put("agent", agent.ref()));
    json.put("run_id", approval.run().value())
        .put("call_id", approval.call().value())
        .put("tool", approval.tool().value())
        .put("arguments", approval.arguments());
    approval.decision().ifPresent(word -> json.put("decided_by", word.approver().ref()));
    return json.put("requested_at", approval.requestedAt().toString())
        .put("expires_at", approval.expiresAt().toString())
        .build();
  }
}
