// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RightsProperties {

  @Provide
  Arbitrary<Rights> rights() {
    return Arbitraries.of(Scope.TOOLS_INVOKE, Scope.MODELS_CHAT, Scope.APPROVALS_DECIDE, "own")
        .set()
        .map(Rights::new);
  }

  @Property
  void and_includesWhatBothIncludeAndNothingElse(
      @ForAll("rights") Rights one, @ForAll("rights") Rights other) {
    Rights both = one.and(other);
    Set<String> either = new HashSet<>(one.scopes());
    either.addAll(other.scopes());

    for (String scope : either) {
      assertThat(both.includes(scope)).isEqualTo(one.includes(scope) && other.includes(scope));
    }
    assertThat(either).containsAll(both.scopes());
  }

  @Property
  void and_orderAndGroupingDoNotMatter(
      @ForAll("rights") Rights a, @ForAll("rights") Rights b, @ForAll("rights") Rights c) {
    assertThat(a.and(b).and(c)).isEqualTo(c.and(b.and(a)));
  }

  @Property
  void and_none_isNone(@ForAll("rights") Rights any) {
    assertThat(any.and(Rights.none())).isEqualTo(Rights.none());
    assertThat(any.and(any)).isEqualTo(any);
  }

  @Example
  void includes_prefixOrOtherCase_isNotHeld() {
    Rights rights = Rights.of("tools:invoke");

    assertThat(rights.includes("tools:invoke")).isTrue();
    assertThat(rights.includes("tools")).isFalse();
    assertThat(rights.includes("TOOLS:INVOKE")).isFalse();
    assertThat(rights.includes("tools:*")).isFalse();
  }

  @Example
  void scopes_setChangedAfterwards_staysAsItWas() {
    Set<String> scopes = new HashSet<>(Set.of("a"));
    Rights rights = new Rights(scopes);
    scopes.add("b");

    assertThat(rights.scopes()).containsExactly("a").isUnmodifiable();
  }

  @Example
  void scope_thatIsNoToken_saysWhereWithoutRepeatingIt() {
    assertThatThrownBy(() -> Rights.of("tools invoke"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "scope has a character at index 5 that is not visible ASCII,"
                + " allowed: ! to ~ without space");
  }
}
