// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A set of guarantees that has a name, for tools and skills that demand one.
 *
 * <p>Each holds all that the one before it holds.
 */
public enum SandboxTier {

  /** For programs that the host trusts as it trusts itself: limits on time and output. */
  TRUSTED(EnumSet.of(Guarantee.WALL_LIMIT, Guarantee.OUTPUT_LIMIT, Guarantee.ENV_CLEAN)),

  /**
   * For programs that nobody has read: everything that one kernel can hold between tenants, without
   * a network.
   */
  UNTRUSTED(
      EnumSet.complementOf(
          EnumSet.of(
              Guarantee.NET_ALLOWLIST_ENFORCED,
              Guarantee.SEPARATE_KERNEL,
              Guarantee.SECRET_BROKERED))),

  /** The same behind a kernel of its own. */
  OWN_KERNEL(
      EnumSet.complementOf(
          EnumSet.of(Guarantee.NET_ALLOWLIST_ENFORCED, Guarantee.SECRET_BROKERED)));

  @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, and nobody else has the set behind it
  private final Set<Guarantee> guarantees;

  SandboxTier(EnumSet<Guarantee> guarantees) {
    this.guarantees = Collections.unmodifiableSet(guarantees);
  }

  /** Returns what it demands. */
  public Set<Guarantee> guarantees() {
    return guarantees;
  }
}
