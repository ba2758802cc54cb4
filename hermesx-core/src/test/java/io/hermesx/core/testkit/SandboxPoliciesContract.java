// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import io.hermesx.core.store.StoredSandboxPolicies;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every keeper of tenants' sandbox policies does. */
public abstract class SandboxPoliciesContract extends StoreContract {

  private static final int THREADS = 16;
  private static final SandboxPolicy PLATFORM =
      SandboxPolicy.untrusted(SandboxLimits.STANDARD.toBuilder().processes(8).build());

  /** Creates the suite. */
  protected SandboxPoliciesContract() {}

  @Test
  void find_neverWritten_isEmpty() {
    assertThat(find()).isEmpty();
  }

  @Test
  void create_first_isVersionOne() {
    Optional<TenantSandboxPolicy> made = create(SandboxPolicy.DISABLED);

    assertThat(made).contains(new TenantSandboxPolicy(SandboxPolicy.DISABLED, 1, now()));
    assertThat(find()).isEqualTo(made);
  }

  @Test
  void create_again_theFirstStays() {
    Optional<TenantSandboxPolicy> first = create(SandboxPolicy.DISABLED);
    advance(Duration.ofSeconds(1));

    assertThat(create(SandboxPolicy.UNRESTRICTED)).isEmpty();

    assertThat(find()).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void policy_ofAnyKind_isKeptAsItIs(SandboxPolicy policy) {
    assertThat(create(policy).orElseThrow().policy()).isEqualTo(policy);
    assertThat(find().orElseThrow().policy()).isEqualTo(policy);
    assertThat(replace(SandboxPolicy.DISABLED, 1)).isPresent();
    assertThat(replace(policy, 2).orElseThrow().policy()).isEqualTo(policy);
    assertThat(find().orElseThrow().policy()).isEqualTo(policy);
  }

  /** Every part in each of its forms, and every limit at both ends of its range. */
  static Stream<SandboxPolicy> policies() {
    SandboxLimits smallest =
        new SandboxLimits(
            Duration.ofMillis(1), Duration.ofMillis(1), 1 << 20, 1, 4 << 10, 16, 16, 1_024, 1_024);
    SandboxLimits distinct =
        new SandboxLimits(
            Duration.ofNanos(1_000_001),
            Duration.ofSeconds(3, 999_999_999),
            1L << 31,
            5,
            1L << 33,
            17,
            18,
            2_000,
            1L << 35);
    Set<String> many =
        IntStream.range(0, TenantSandboxPolicy.MAX_TOOLS)
            .mapToObj(i -> "tool-" + i)
            .collect(Collectors.toSet());
    return Stream.of(
        SandboxPolicy.UNRESTRICTED,
        SandboxPolicy.DISABLED,
        new SandboxPolicy(true, smallest, Optional.empty(), false, Set.of()),
        new SandboxPolicy(true, distinct, Optional.of(Set.of("a\"b\\c,{}$1'")), true, all()),
        new SandboxPolicy(
            false, distinct, Optional.of(many), false, SandboxTier.TRUSTED.guarantees()));
  }

  private static Set<Guarantee> all() {
    return EnumSet.allOf(Guarantee.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\u0000", "caf\u00e9"})
  void write_toolThatIsNoName_isRefused(String tool) {
    SandboxPolicy listed = listing(Set.of("shell", tool));
    create(SandboxPolicy.DISABLED);

    assertRefused(() -> create(listed), "a tool of a sandbox policy");
    assertRefused(() -> replace(listed, 1), "a tool of a sandbox policy");

    assertThat(find().orElseThrow().policy()).isEqualTo(SandboxPolicy.DISABLED);
  }

  @Test
  void write_moreToolsThanAllowed_isRefused() {
    Set<String> many =
        IntStream.rangeClosed(0, TenantSandboxPolicy.MAX_TOOLS)
            .mapToObj(i -> "tool-" + i)
            .collect(Collectors.toSet());

    assertRefused(() -> create(listing(many)), "1001 tools, allowed: at most 1000");
    assertThat(find()).isEmpty();
  }

  @Test
  void replace_versionOnRecord_replacesAllOfIt() {
    create(SandboxPolicy.DISABLED);
    advance(Duration.ofSeconds(1));

    Optional<TenantSandboxPolicy> after = replace(SandboxPolicy.UNRESTRICTED, 1);

    assertThat(after).contains(new TenantSandboxPolicy(SandboxPolicy.UNRESTRICTED, 2, now()));
    assertThat(find()).isEqualTo(after);
  }

  @Test
  void replaceAndRemove_anotherVersion_areNotDone() {
    create(SandboxPolicy.DISABLED);
    Optional<TenantSandboxPolicy> second = replace(PLATFORM, 1);

    for (long version : List.of(-1L, 0L, 1L, 3L, Long.MAX_VALUE)) {
      assertThat(replace(SandboxPolicy.UNRESTRICTED, version)).isEmpty();
      assertThat(remove(version)).isFalse();
    }

    assertThat(find()).isEqualTo(second);
  }

  @Test
  void replaceAndRemove_neverWritten_areNotDone() {
    assertThat(replace(SandboxPolicy.DISABLED, 0)).isEmpty();
    assertThat(replace(SandboxPolicy.DISABLED, 1)).isEmpty();
    assertThat(remove(0)).isFalse();
    assertThat(remove(1)).isFalse();
    assertThat(find()).isEmpty();
  }

  @Test
  void remove_thenCreate_continuesTheVersionsSoThatNoOldOneFits() {
    create(SandboxPolicy.DISABLED);

    assertThat(remove(1)).isTrue();

    assertThat(find()).isEmpty();
    assertThat(remove(1)).isFalse();
    assertThat(remove(2)).isFalse();
    assertThat(replace(SandboxPolicy.UNRESTRICTED, 1)).isEmpty();
    assertThat(replace(SandboxPolicy.UNRESTRICTED, 2)).isEmpty();
    assertThat(create(PLATFORM).orElseThrow().version()).isEqualTo(3);
    assertThat(replace(SandboxPolicy.UNRESTRICTED, 1)).isEmpty();
    assertThat(find().orElseThrow().policy()).isEqualTo(PLATFORM);
  }

  @Test
  void replace_ofOneVersionFromManyThreads_oneIsDone() {
    create(SandboxPolicy.DISABLED);

    List<Optional<TenantSandboxPolicy>> done =
        Contention.run(THREADS, thread -> () -> replace(listing(Set.of("tool-" + thread)), 1));

    assertThat(done.stream().flatMap(Optional::stream))
        .hasSize(1)
        .first()
        .isEqualTo(find().orElseThrow());
    assertThat(find().orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void create_fromManyThreads_oneWrites() {
    List<Optional<TenantSandboxPolicy>> done =
        Contention.run(THREADS, thread -> () -> create(listing(Set.of("tool-" + thread))));

    assertThat(done.stream().flatMap(Optional::stream))
        .hasSize(1)
        .first()
        .isEqualTo(find().orElseThrow());
  }

  @Test
  void storedPolicies_rowThatAllowsMore_isWithinThePlatforms() {
    create(SandboxPolicy.UNRESTRICTED);

    assertThat(stored(SandboxPolicy.DISABLED).of(ACME)).isEqualTo(PLATFORM);
  }

  @Test
  void storedPolicies_rowThatAllowsLess_tightens() {
    create(listing(Set.of("shell")));
    SandboxPolicies policies = stored(SandboxPolicy.UNRESTRICTED);

    assertThat(policies.of(ACME).denial("shell")).isEmpty();
    assertThat(policies.of(ACME).denial("python")).isPresent();
    assertThat(policies.of(GLOBEX).denial("python")).isEmpty();
  }

  @Test
  void storedPolicies_tenantWithoutRow_isUnderWhatTheHostChoseWithinThePlatforms() {
    assertThat(stored(SandboxPolicy.UNRESTRICTED).of(ACME)).isEqualTo(PLATFORM);
    assertThat(stored(SandboxPolicy.DISABLED).of(ACME))
        .isEqualTo(PLATFORM.and(SandboxPolicy.DISABLED));
    create(SandboxPolicy.UNRESTRICTED);
    assertThat(stored(SandboxPolicy.DISABLED).of(ACME)).isEqualTo(PLATFORM);
    remove(1);
    assertThat(stored(SandboxPolicy.DISABLED).of(ACME).enabled()).isFalse();
  }

  private SandboxPolicies stored(SandboxPolicy withoutRow) {
    return new StoredSandboxPolicies(store(), PLATFORM, withoutRow);
  }

  private static SandboxPolicy listing(Set<String> tools) {
    return new SandboxPolicy(true, SandboxLimits.STANDARD, Optional.of(tools), false, Set.of());
  }

  private static void assertRefused(Runnable write, String says) {
    assertThatThrownBy(write::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says);
  }

  private Optional<TenantSandboxPolicy> find() {
    return acme().readOnly(tx -> tx.sandboxPolicies().find());
  }

  private Optional<TenantSandboxPolicy> create(SandboxPolicy policy) {
    return tx(tx -> tx.sandboxPolicies().create(policy));
  }

  private Optional<TenantSandboxPolicy> replace(SandboxPolicy policy, long version) {
    return tx(tx -> tx.sandboxPolicies().replace(policy, version));
  }

  private boolean remove(long version) {
    return tx(tx -> tx.sandboxPolicies().remove(version));
  }
}
