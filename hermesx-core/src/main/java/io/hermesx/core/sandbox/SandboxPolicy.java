// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a tenant, or the platform, lets programs of tools do. Policies are put together with {@link
 * #and}, which only ever tightens.
 *
 * @param enabled whether any program runs
 * @param limits the most that one execution may use
 * @param tools names of the tools whose programs run; empty: all of them
 * @param network whether a program may have a network. Not: {@link Guarantee#NET_NONE} is required
 * @param required what the executor must have proven, whatever the tool asks for
 */
public record SandboxPolicy(
    boolean enabled,
    SandboxLimits limits,
    Optional<Set<String>> tools,
    boolean network,
    Set<Guarantee> required) {

  /** What a tool asks for stands as it is. */
  public static final SandboxPolicy UNRESTRICTED =
      new SandboxPolicy(true, SandboxLimits.LARGEST, Optional.empty(), true, Set.of());

  /** No program runs. */
  public static final SandboxPolicy DISABLED =
      new SandboxPolicy(
          false,
          SandboxLimits.STANDARD,
          Optional.of(Set.of()),
          false,
          SandboxTier.UNTRUSTED.guarantees());

  /** Copies the sets. */
  public SandboxPolicy {
    tools = tools.map(Set::copyOf);
    required = Set.copyOf(required);
  }

  /**
   * Returns a policy for programs that nobody has read: all tools, no network, {@link
   * SandboxTier#UNTRUSTED}.
   */
  public static SandboxPolicy untrusted(SandboxLimits limits) {
    return new SandboxPolicy(
        true, limits, Optional.empty(), false, SandboxTier.UNTRUSTED.guarantees());
  }

  /** Returns what both let programs do: the stricter of both in each part. */
  public SandboxPolicy and(SandboxPolicy other) {
    return new SandboxPolicy(
        enabled && other.enabled,
        limits.and(other.limits),
        tools
            .map(mine -> other.tools.map(theirs -> both(mine, theirs)).orElse(mine))
            .or(other::tools),
        network && other.network,
        union(required, other.required));
  }

  /** Returns why the program of a tool does not run under this policy, or empty if it may. */
  public Optional<String> denial(String tool) {
    if (!enabled) {
      return Optional.of("sandboxes are disabled by the sandbox policy");
    }
    if (tools.isPresent() && !tools.get().contains(tool)) {
      return Optional.of("the sandbox policy does not list tool " + tool);
    }
    return Optional.empty();
  }

  /** Returns the request under this policy: never with more, and never requiring less. */
  public SandboxRequest apply(SandboxRequest request) {
    SandboxRequest bounded = request.within(limits).requiring(required);
    return network ? bounded : bounded.requiring(Set.of(Guarantee.NET_NONE));
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return both;
  }

  private static Set<Guarantee> union(Set<Guarantee> one, Set<Guarantee> other) {
    EnumSet<Guarantee> all = EnumSet.noneOf(Guarantee.class);
    all.addAll(one);
    all.addAll(other);
    return all;
  }
}
