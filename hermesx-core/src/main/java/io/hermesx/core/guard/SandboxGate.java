// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.Tool;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What sandboxes decide about tools of a tenant, the same for listing as for calling. The tenant's
 * policy and what the executor has proven are asked for once, and only for a sandboxed tool. One
 * object a call or listing; not thread-safe.
 */
final class SandboxGate {

  /**
   * Why a tool does not run.
   *
   * @param code for the caller
   * @param reason for the record
   * @param missing what the executor has not proven, if that is why
   */
  record Obstacle(DenialCode code, String reason, Set<Guarantee> missing) {

    Obstacle(DenialCode code, String reason) {
      this(code, reason, Set.of());
    }
  }

  private final GuardParts.Gates gates;
  private final TenantId tenant;
  private @Nullable SandboxPolicy policy;
  private @Nullable Set<Guarantee> proven;
  private @Nullable RuntimeException failure;

  SandboxGate(GuardParts.Gates gates, TenantId tenant) {
    this.gates = gates;
    this.tenant = tenant;
  }

  /** Returns why a tool does not run whatever its arguments are, or empty if that depends. */
  Optional<Obstacle> obstacle(Tool tool, PolicyDecision made) {
    String name = tool.definition().name().value();
    if (!(tool instanceof SandboxedTool sandboxed)) {
      return made.sandboxRequired()
          ? Optional.of(
              new Obstacle(
                  DenialCode.SANDBOX_REQUIRED,
                  "rule " + made.rule() + " demands a sandbox and " + name + " is a host tool"))
          : Optional.empty();
    }
    return policy()
        .denial(name)
        .map(reason -> new Obstacle(DenialCode.SANDBOX_REFUSED, reason))
        .or(() -> missing(demanded(sandboxed, made)));
  }

  /** Returns the program as it has to run: never with more, and never requiring less. */
  SandboxRequest tighten(SandboxRequest request, SandboxedTool tool, PolicyDecision made) {
    return policy().apply(request).requiring(demanded(tool, made));
  }

  /** Returns which of these the executor has not proven, or empty if it has them all. */
  Optional<Obstacle> missing(Set<Guarantee> required) {
    Set<Guarantee> missing = new TreeSet<>(required);
    missing.removeAll(proven());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Obstacle(
                DenialCode.SANDBOX_REFUSED, "the executor has not proven " + missing, missing));
  }

  /** What every program of a tool requires: by the tool, the tenant's policy and the rule. */
  private Set<Guarantee> demanded(SandboxedTool tool, PolicyDecision made) {
    EnumSet<Guarantee> all = EnumSet.noneOf(Guarantee.class);
    all.addAll(tool.demanded());
    all.addAll(policy().required());
    if (!policy().network()) {
      all.add(Guarantee.NET_NONE);
    }
    if (made.sandboxRequired()) {
      all.add(Guarantee.FS_CONFINED);
    }
    return all;
  }

  private SandboxPolicy policy() {
    SandboxPolicy known = policy;
    if (known == null) {
      known = ask(() -> gates.sandboxPolicies().of(tenant));
      policy = known;
    }
    return known;
  }

  private Set<Guarantee> proven() {
    Set<Guarantee> known = proven;
    if (known == null) {
      known = ask(() -> gates.sandbox().guarantees());
      proven = known;
    }
    return known;
  }

  /** Asks; what failed once is not waited for again for the next tool of a listing. */
  private <T> T ask(Supplier<T> question) {
    if (failure != null) {
      throw failure;
    }
    try {
      return question.get();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }
}
