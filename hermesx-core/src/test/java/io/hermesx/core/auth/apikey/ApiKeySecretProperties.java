// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.scan.ScanAction;
import io.hermesx.core.scan.ScanDirection;
import io.hermesx.core.scan.ScanInput;
import io.hermesx.core.scan.Scanner;
import io.hermesx.core.scan.Scanners;
import io.hermesx.core.tenant.TenantId;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;

class ApiKeySecretProperties {

  private static final Scanner SCANNER = Scanners.secrets();

  @Property
  void parse_whatWasIssued_isTheSame(@ForAll long seed) {
    ApiKeySecret secret = issue(seed);

    Optional<ApiKeySecret> read = ApiKeySecret.parse(secret.reveal());

    assertThat(read).map(ApiKeySecret::reveal).contains(secret.reveal());
    assertThat(read).map(ApiKeySecret::hash).contains(secret.hash());
    assertThat(read).map(ApiKeySecret::hint).contains(secret.hint());
    assertThat(secret.reveal()).hasSize(56).startsWith(secret.hint());
  }

  @Property
  void parse_oneCharacterChanged_isRefused(
      @ForAll long seed,
      @ForAll @IntRange(max = 55) int index,
      @ForAll @CharRange(from = '!', to = '~') char other) {
    String text = issue(seed).reveal();
    if (text.charAt(index) == other) {
      return;
    }

    String changed = text.substring(0, index) + other + text.substring(index + 1);

    assertThat(ApiKeySecret.parse(changed)).isEmpty();
  }

  @Property
  void parse_twoNeighboursSwapped_isRefused(
      @ForAll long seed, @ForAll @IntRange(max = 54) int index) {
    StringBuilder text = new StringBuilder(issue(seed).reveal());
    char first = text.charAt(index);
    char second = text.charAt(index + 1);
    if (first == second) {
      return;
    }

    text.setCharAt(index, second);
    text.setCharAt(index + 1, first);

    assertThat(ApiKeySecret.parse(text.toString())).isEmpty();
  }

  @Property
  void issue_twoOfOneSource_differ(@ForAll long seed) {
    Random random = new Random(seed);

    assertThat(ApiKeySecret.issue(random).hash()).isNotEqualTo(ApiKeySecret.issue(random).hash());
  }

  @Property
  void toString_neverHoldsMoreThanTheHint(@ForAll long seed) {
    ApiKeySecret secret = issue(seed);

    assertThat(secret).hasToString(secret.hint() + "…");
    assertThat(secret.hint()).hasSize(10);
  }

  @Property
  void scanner_whateverIsIssued_findsIt(@ForAll long seed) {
    String text = "x" + issue(seed).reveal() + ".";

    assertThat(SCANNER.scan(input(ScanDirection.PROMPT, text)).text())
        .isEqualTo("x[secret:hermesx-key].");
    assertThat(SCANNER.scan(input(ScanDirection.TOOL_ARGUMENTS, text)).action())
        .isEqualTo(ScanAction.BLOCK);
  }

  private static ScanInput input(ScanDirection direction, String text) {
    return new ScanInput(TenantId.named("acme"), direction, text);
  }

  private static ApiKeySecret issue(long seed) {
    return ApiKeySecret.issue(new Random(seed));
  }
}
