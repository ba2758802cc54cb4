// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/** Different keys have different names, whatever somebody puts into a value. */
class KeyDigestProperties {

  private static final TenantId ACME = TenantId.named("acme");
  private static final RateLimit LIMIT = RateLimit.requests("calls", 1, Duration.ofHours(1));
  private static final Layer PAIR = new Layer(LIMIT.per(Dimension.USER, Dimension.TOOL));

  /** Values that would meet if they were joined without their lengths, or by a charset. */
  private static final List<String> HOSTILE =
      List.of(
          "",
          "a",
          "b",
          "ab",
          "ba",
          "aa",
          ":",
          "a:",
          ":a",
          "a:b",
          "/",
          "a/b",
          "\0",
          "a\0",
          "\0a",
          "\0\0\0\1a",
          "\1",
          "\0\1",
          "{a}",
          "}{",
          "{",
          "\n",
          "\r\n",
          "*",
          "[USER, TOOL]",
          "null",
          "é",
          "e\u0301",
          "\u00c3\u00a9",
          "\ud800",
          "\udc00",
          "\ud83d",
          "\ud83d\ude00",
          "?",
          "\ufffd",
          ACME.toString(),
          ACME + "a",
          "calls",
          "x".repeat(1_000_000));

  @Example
  void hostileValues_meetNowhere() {
    Set<Sha256> names = new HashSet<>();
    for (String user : HOSTILE) {
      for (String tool : HOSTILE.subList(0, HOSTILE.size() - 1)) {
        names.add(name(PAIR, ACME, user, tool));
      }
    }
    assertThat(names).hasSize(HOSTILE.size() * (HOSTILE.size() - 1));
  }

  @Property(tries = 5_000)
  void twoValues_shareANameOnlyIfTheyAreEqual(
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 4) String one,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 4) String two,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 4) String three,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 4) String four) {
    boolean same = one.equals(three) && two.equals(four);

    assertThat(name(PAIR, ACME, one, two).equals(name(PAIR, ACME, three, four))).isEqualTo(same);
  }

  @Example
  void tenants_limitsKindsUnitsAndDimensions_haveNamesOfTheirOwn() {
    Map<Sha256, String> names = new HashMap<>();
    List<RateLimit> limits =
        List.of(
            LIMIT,
            LIMIT.per(Dimension.USER),
            LIMIT.per(Dimension.TOOL),
            LIMIT.per(Dimension.USER, Dimension.TOOL),
            LIMIT.counting(RateUnit.TOKENS),
            LIMIT.acrossTenants(),
            LIMIT.with(new SlidingWindow(1, Duration.ofHours(1))),
            LIMIT.with(new ExactWindow(1, Duration.ofHours(1))),
            RateLimit.concurrent("calls", 1, Duration.ofHours(1)),
            RateLimit.requests("[USER]/calls", 1, Duration.ofHours(1)),
            RateLimit.requests("calls/", 1, Duration.ofHours(1)));
    List<TenantId> tenants =
        List.of(ACME, new TenantId(new UUID(1, 0)), new TenantId(new UUID(0, 1)));
    for (RateLimit limit : limits) {
      for (TenantId tenant : tenants) {
        names.put(name(new Layer(limit), tenant, "ann", "mail"), limit.name() + tenant);
      }
    }
    assertThat(names).hasSize((limits.size() - 1) * tenants.size() + 1);
  }

  @Example
  void numbersOfALimit_andValuesThatAreNotCounted_changeNoName() {
    Sha256 name = name(new Layer(LIMIT.per(Dimension.USER)), ACME, "ann", "mail");

    for (RateLimit same :
        List.of(
            LIMIT.withBurst(7),
            LIMIT.shadow(),
            LIMIT.leased(1),
            LIMIT.only(Dimension.TOOL, "ma*"),
            RateLimit.requests("calls", 9, Duration.ofDays(1)))) {
      assertThat(name(new Layer(same.per(Dimension.USER)), ACME, "ann", "other")).isEqualTo(name);
    }
    assertThat(name(new Layer(LIMIT.per(Dimension.TOOL, Dimension.USER)), ACME, "a", "b"))
        .isEqualTo(name(PAIR, ACME, "a", "b"));
  }

  private static Sha256 name(Layer layer, TenantId tenant, String user, String tool) {
    Dimensions dimensions = Dimensions.none().with(Dimension.USER, user).with(Dimension.TOOL, tool);
    return KeyDigest.of(layer, RateRequest.call(tenant, dimensions));
  }
}
