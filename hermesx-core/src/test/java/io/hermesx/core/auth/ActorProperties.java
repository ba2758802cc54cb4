// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.access.Rights;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ActorProperties {

  private static final List<String> SCOPES = List.of("a", "b", "c", "d");
  private static final TenantId ACME = TenantId.named("acme");

  @Provide
  Arbitrary<Rights> rights() {
    return Arbitraries.of(SCOPES).set().map(Rights::new);
  }

  @Provide
  Arbitrary<Optional<Rights>> maybeRights() {
    return rights().optional();
  }

  @Property
  void effectiveRights_areTheIntersectionOfUserAgentAndDelegation(
      @ForAll("rights") Rights user,
      @ForAll("maybeRights") Optional<Rights> agent,
      @ForAll("maybeRights") Optional<Rights> delegation) {
    Actor actor =
        new Actor(
            ACME,
            principal(PrincipalKind.USER, user),
            agent.map(rights -> principal(PrincipalKind.AGENT, rights)),
            delegation);

    for (String scope : SCOPES) {
      boolean everybody =
          user.includes(scope)
              && agent.map(rights -> rights.includes(scope)).orElse(true)
              && delegation.map(rights -> rights.includes(scope)).orElse(true);
      assertThat(actor.effectiveRights().includes(scope)).as(scope).isEqualTo(everybody);
    }
  }

  @Example
  void of_principalAlone_hasItsOwnRights() {
    Principal alice = Principal.user("alice", "a");

    assertThat(Actor.of(ACME, alice).effectiveRights()).isEqualTo(Rights.of("a"));
    assertThat(Actor.of(ACME, alice).agent()).isEmpty();
  }

  private static Principal principal(PrincipalKind kind, Rights rights) {
    return new Principal(kind, "x", Set.of(), rights);
  }
}
