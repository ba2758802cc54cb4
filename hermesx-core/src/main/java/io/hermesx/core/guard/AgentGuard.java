// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TextSink;
import io.hermesx.core.policy.Operation;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.policy.PolicyDecisionPoint;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.policy.PolicyRequest;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The control plane around an agent: every tool and every model is called through it.
 *
 * <p>A call passes, in this order: the tool on record and its pin, strict validation of the
 * arguments, the call's own id, scanners, rights and policy, a person's consent where that is asked
 * for, the loop breaker, rate limits, and the budget. Then one commit puts on record what is about
 * to happen, the tool or model is called, its answer scanned, and a second commit puts on record
 * what became of it. Whatever goes wrong before the first commit denies; nothing has run then.
 *
 * <p>Thread-safe. Calls block: on the store, and on the tool or model itself. Tools run on the
 * caller's thread, which is interrupted at the deadline, unless {@link
 * AgentGuardBuilder#toolExecutor} names another place. The guard owns one daemon thread for
 * deadlines, from the first call to {@link #close}.
 */
public final class AgentGuard implements AutoCloseable {

  /** The {@code source} of the usage events that the guard records. */
  public static final String USAGE_SOURCE = "hermesx.guard";

  private final GuardParts parts;
  private final Watchdog watchdog = new Watchdog();
  private final CloseBacklog backlog = new CloseBacklog();
  private final ToolExecution tools;
  private final ModelExecution models;
  private final List<AutoCloseable> owned;
  private final AtomicBoolean closed = new AtomicBoolean();

  AgentGuard(GuardParts parts, List<AutoCloseable> owned) {
    this.parts = parts;
    this.owned = List.copyOf(owned);
    this.tools = new ToolExecution(parts, watchdog, backlog);
    this.models = new ModelExecution(parts, watchdog, backlog);
  }

  /** Starts a guard part by part. Every gate must be set; choosing none is explicit. */
  public static AgentGuardBuilder builder() {
    return new AgentGuardBuilder();
  }

  /**
   * A guard that keeps everything in this JVM and needs no server: for a first try, for tests, and
   * for small hosts.
   *
   * @see AgentGuardBuilder#inMemory what it is made of, and how to change parts of it
   */
  public static AgentGuard inMemory(PolicyDecisionPoint policy) {
    return AgentGuardBuilder.inMemory(policy).build();
  }

  /** Calls a tool that is in the catalogue, by the name in the call. */
  public ToolOutcome invoke(GuardContext context, ToolCall call) {
    requireOpen();
    return new ToolPath(parts, context, call).run(null, Optional.empty(), tools);
  }

  /** Calls a tool that the host brings along; its definition must be the one in the catalogue. */
  public ToolOutcome invoke(GuardContext context, ToolCall call, Tool tool) {
    requireOpen();
    return new ToolPath(parts, context, call).run(tool, Optional.empty(), tools);
  }

  /**
   * Calls a tool from the catalogue again after a person agreed.
   *
   * @param call the same call: same id, same tool, same arguments
   * @param approval the id from {@link ToolOutcome.Suspended}
   */
  public ToolOutcome resume(GuardContext context, ToolCall call, ApprovalId approval) {
    requireOpen();
    return new ToolPath(parts, context, call).run(null, Optional.of(approval), tools);
  }

  /**
   * As {@link #resume(GuardContext, ToolCall, ApprovalId)}, with a tool that the host brings along.
   */
  public ToolOutcome resume(GuardContext context, ToolCall call, Tool tool, ApprovalId approval) {
    requireOpen();
    return new ToolPath(parts, context, call).run(tool, Optional.of(approval), tools);
  }

  /** Asks a model. */
  public ModelOutcome chat(GuardContext context, ModelRequest request, ModelClient model) {
    requireOpen();
    return new ModelPath(parts, context, request)
        .run(models, new ModelExecution.Conversation(model, Optional.empty()));
  }

  /**
   * Asks a model and hands its answer over while it is written. What scanners must see whole is
   * held back for as long as that takes; what they block is never handed over. A sink that throws
   * ends the stream, and what was used is charged.
   *
   * @param sink takes the pieces, on this thread
   */
  public ModelOutcome stream(
      GuardContext context, ModelRequest request, ModelClient model, TextSink sink) {
    requireOpen();
    return new ModelPath(parts, context, request)
        .run(models, new ModelExecution.Conversation(model, Optional.of(sink)));
  }

  /**
   * Returns the tools of the catalogue to show to the model: those that the policy may let this
   * caller call, but for those that certainly would not run: a host tool where the policy demands a
   * sandbox, and a sandboxed tool that the tenant's sandbox policy does not let run or that demands
   * what the executor has not proven. Showing less is a courtesy to the model; each call is decided
   * by itself.
   */
  public List<ToolDefinition> visibleTools(GuardContext context) {
    requireOpen();
    if (!context.actor().effectiveRights().includes(Operation.TOOL_LIST.scope())) {
      return List.of();
    }
    SandboxGate sandboxes = new SandboxGate(parts.gates(), context.tenant());
    List<ToolDefinition> visible = new ArrayList<>();
    for (Tool tool : parts.gates().tools().list(context.tenant())) {
      if (mayShow(context, tool, sandboxes)) {
        visible.add(tool.definition());
      }
    }
    return visible;
  }

  private boolean mayShow(GuardContext context, Tool tool, SandboxGate sandboxes) {
    ToolDefinition definition = tool.definition();
    PolicyRequest request =
        new PolicyRequest(
            Operation.TOOL_LIST,
            context.actor(),
            definition.name().value(),
            Optional.of(definition),
            Optional.empty(),
            context.signals(),
            context.dataClass());
    try {
      PolicyDecision decision = parts.gates().policy().decide(request);
      return decision.effect() != PolicyEffect.DENY && sandboxes.obstacle(tool, decision).isEmpty();
    } catch (RuntimeException e) {
      GuardAudit.LOG.warn(
          "it could not be decided whether to show {}, so it is hidden", definition.name(), e);
      return false;
    }
  }

  /**
   * Returns the approvals that wait for a person, oldest first; none if the caller may not decide
   * them.
   *
   * @param approver who asks: a person with the scope {@code approvals:decide}
   * @param limit 1 to 1,000
   */
  public List<Approval> pendingApprovals(GuardContext approver, int limit) {
    requireOpen();
    return new ApprovalDesk(parts, approver).pending(limit);
  }

  /**
   * Agrees to a call that waits. The approver must be a person with the scope {@code
   * approvals:decide}, and neither the requester nor its agent.
   */
  public DecideResult approve(GuardContext approver, ApprovalId approval) {
    requireOpen();
    return new ApprovalDesk(parts, approver).decide(approval, true);
  }

  /** Refuses a call that waits, for good. The same persons may do so who may agree. */
  public DecideResult refuse(GuardContext approver, ApprovalId approval) {
    requireOpen();
    return new ApprovalDesk(parts, approver).decide(approval, false);
  }

  /** Returns the store the guard writes to. */
  public Store store() {
    return parts.records().store();
  }

  /** Returns the audit chain the guard writes to. */
  public AuditChain audit() {
    return parts.records().audit();
  }

  /**
   * Returns the chores that keep a guard tidy: the store's, sequencing of the audit stage, and
   * closing calls that ran while the store was away. Hand them to {@link
   * io.hermesx.core.store.Housekeeping}.
   */
  public List<Sweep> sweeps() {
    List<Sweep> sweeps = new ArrayList<>(parts.records().store().sweeps());
    sweeps.add(new AuditSweep(parts.records().audit()));
    sweeps.add(backlog);
    return sweeps;
  }

  /**
   * Ends the deadline thread and, for a guard in memory, everything it is made of. Calls under way
   * end by themselves.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    backlog.run();
    watchdog.close();
    for (AutoCloseable part : owned) {
      try {
        part.close();
      } catch (Exception e) {
        GuardAudit.LOG.warn("{} could not be closed", part.getClass().getName(), e);
      }
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("this guard is closed; build a new one");
    }
  }
}
