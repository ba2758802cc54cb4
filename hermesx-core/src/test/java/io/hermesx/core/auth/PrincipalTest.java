// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.access.Rights;
import io.hermesx.core.access.Scope;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {

  @Test
  void factories_withoutScopes_giveNoRights() {
    assertThat(Principal.user("alice").rights()).isEqualTo(Rights.none());
    assertThat(Principal.agent("helpdesk").rights()).isEqualTo(Rights.none());
    assertThat(Principal.service("nightly").rights()).isEqualTo(Rights.none());
  }

  @Test
  void ref_sameIdOfEachKind_differs() {
    assertThat(Principal.user("x").ref()).isEqualTo("user:x");
    assertThat(Principal.agent("x").ref()).isEqualTo("agent:x");
    assertThat(Principal.service("x").ref()).isEqualTo("service:x");
  }

  @Test
  void sameAs_otherRolesAndRights_isTheSameIdentity() {
    Principal alice = Principal.user("alice", Scope.TOOLS_INVOKE);

    assertThat(alice.sameAs(Principal.user("alice").withRoles("support"))).isTrue();
    assertThat(alice.sameAs(Principal.user("Alice", Scope.TOOLS_INVOKE))).isFalse();
    assertThat(alice.sameAs(Principal.agent("alice", Scope.TOOLS_INVOKE))).isFalse();
  }

  @Test
  void withRoles_replacesThemAndKeepsTheRest() {
    Principal alice = Principal.user("alice", Scope.TOOLS_INVOKE).withRoles("support");

    assertThat(alice.withRoles("lead").roles()).containsExactly("lead");
    assertThat(alice.withRoles().roles()).isEmpty();
    assertThat(alice.withRoles("lead").rights()).isEqualTo(alice.rights());
    assertThat(alice.withRoles("lead").sameAs(alice)).isTrue();
  }

  @Test
  void roles_setChangedAfterwards_staysAsItWas() {
    Set<String> roles = new HashSet<>(Set.of("support"));
    Principal alice = new Principal(PrincipalKind.USER, "alice", roles, Rights.none());
    roles.add("admin");

    assertThat(alice.roles()).containsExactly("support").isUnmodifiable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice smith", "al\u0131ce", "alice\n", "\u007f", "a\u0000"})
  void id_thatIsNoToken_isRefusedWithoutRepeatingIt(String id) {
    assertThatThrownBy(() -> Principal.user(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("principal id has ")
        .hasMessageContaining("allowed: ")
        .satisfies(e -> assertThat(id.isEmpty() || !e.getMessage().contains(id)).isTrue());
  }

  @Test
  void idAndRole_atTheEdgeOfTheirLength() {
    String longest = "x".repeat(128);

    assertThat(Principal.user(longest).withRoles(longest).ref()).hasSize(133);
    assertThatThrownBy(() -> Principal.user(longest + "x"))
        .hasMessage("principal id has 129 characters, allowed: 1 to 128");
    assertThatThrownBy(() -> Principal.user("alice").withRoles(longest + "x"))
        .hasMessage("role has 129 characters, allowed: 1 to 128");
  }
}
