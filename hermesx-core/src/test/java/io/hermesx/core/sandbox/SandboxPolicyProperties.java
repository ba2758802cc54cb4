// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SandboxPolicyProperties {

  private static final List<String> TOOLS = List.of("shell", "python", "convert");

  @Provide
  Arbitrary<SandboxPolicy> policies() {
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    Arbitrary<SandboxLimits> limits =
        Combinators.combine(
                Arbitraries.longs().between(1, 86_400_000), Arbitraries.integers().between(1, 500))
            .as(
                (wall, processes) ->
                    SandboxLimits.STANDARD.toBuilder()
                        .wall(Duration.ofMillis(wall))
                        .processes(processes)
                        .build());
    Arbitrary<Optional<Set<String>>> tools = Arbitraries.of(TOOLS).set().optional();
    Arbitrary<Set<Guarantee>> required = Arbitraries.of(Guarantee.class).set();
    return Combinators.combine(flag, limits, tools, flag, required).as(SandboxPolicy::new);
  }

  @Property
  void and_letsThroughWhatBothLetThrough(
      @ForAll("policies") SandboxPolicy one, @ForAll("policies") SandboxPolicy other) {
    SandboxPolicy both = one.and(other);

    for (String tool : TOOLS) {
      assertThat(both.denial(tool).isEmpty())
          .isEqualTo(one.denial(tool).isEmpty() && other.denial(tool).isEmpty());
    }
    assertThat(both).isEqualTo(other.and(one));
    assertThat(both.and(one)).isEqualTo(both);
  }

  @Property
  void apply_underBoth_isApplyingOneAfterTheOther(
      @ForAll("policies") SandboxPolicy one, @ForAll("policies") SandboxPolicy other) {
    SandboxRequest request = SandboxRequest.of(Set.of(Guarantee.ENV_CLEAN), "true");

    SandboxRequest both = one.and(other).apply(request);

    assertThat(both).isEqualTo(other.apply(one.apply(request)));
    assertThat(both.required())
        .containsAll(one.required())
        .containsAll(other.required())
        .containsAll(request.required());
    assertThat(both.limits()).isEqualTo(request.limits().and(one.limits()).and(other.limits()));
    assertThat(both.required().contains(Guarantee.NET_NONE))
        .isEqualTo(
            !one.network()
                || !other.network()
                || one.required().contains(Guarantee.NET_NONE)
                || other.required().contains(Guarantee.NET_NONE));
  }

  @Property
  void disabled_andAnything_letsNothingThrough(@ForAll("policies") SandboxPolicy policy) {
    assertThat(TOOLS)
        .allSatisfy(
            tool -> assertThat(policy.and(SandboxPolicy.DISABLED).denial(tool)).isPresent());
  }

  @Example
  void denial_namesWhatForbids() {
    SandboxPolicy listed =
        new SandboxPolicy(
            true, SandboxLimits.STANDARD, Optional.of(Set.of("shell")), true, Set.of());

    assertThat(SandboxPolicy.DISABLED.denial("shell"))
        .hasValueSatisfying(reason -> assertThat(reason).contains("disabled"));
    assertThat(listed.denial("shell")).isEmpty();
    assertThat(listed.denial("python"))
        .hasValueSatisfying(reason -> assertThat(reason).contains("python"));
  }

  @Example
  void untrusted_requiresAllThatOneKernelCanHold() {
    SandboxPolicy policy = SandboxPolicy.untrusted(SandboxLimits.STANDARD);

    assertThat(policy.apply(SandboxRequest.of(Set.of(), "true")).required())
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    Guarantee.NET_ALLOWLIST_ENFORCED,
                    Guarantee.SEPARATE_KERNEL,
                    Guarantee.SECRET_BROKERED)));
  }
}
