// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every attack on every executor: contained, refused or not claimed, and nothing else; with a
 * control outside that shows that the attack works.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackBatteryTest {

  private final Map<String, Map<String, String>> table = new LinkedHashMap<>();
  private List<BackEnd> backEnds = List.of();
  private Setting setting;

  @BeforeAll
  void open() throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name", "").equals("Linux"),
        "sandboxes of processes are for Linux alone");
    OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
    setting = new Setting();
    backEnds = BackEnd.all();
  }

  @AfterAll
  void close() throws IOException {
    backEnds.forEach(BackEnd::close);
    if (setting != null) {
      setting.close();
    }
    table.forEach(
        (attack, verdicts) ->
            System.out.printf(
                "attack %-66s %s%n",
                attack,
                verdicts.entrySet().stream()
                    .map(verdict -> verdict.getKey() + ": " + verdict.getValue())
                    .collect(Collectors.joining(", "))));
  }

  @TestFactory
  Stream<DynamicTest> attack_onEveryExecutor_isContainedRefusedOrNotClaimed() {
    Stream<DynamicTest> attacks =
        AttackCase.all().stream()
            .flatMap(
                attack ->
                    Stream.concat(
                        Stream.of(
                            DynamicTest.dynamicTest(
                                attack.name() + ", outside", () -> control(attack))),
                        backEnds.stream()
                            .map(
                                backEnd ->
                                    DynamicTest.dynamicTest(
                                        attack.name() + ", " + backEnd.name(),
                                        () -> verdict(attack, backEnd)))));
    return Stream.concat(
        attacks, Stream.of(DynamicTest.dynamicTest("as root, by at least one", this::byOne)));
  }

  private void control(AttackCase attack) throws Exception {
    requireLanguage(attack);
    Control control = new Control(attack, setting);
    Optional<String> missing = control.missing();
    note(attack, "outside", missing.orElse("hole"));
    assumeTrue(missing.isEmpty(), missing.orElse(""));
    Optional<String> failure = control.run();
    failure.ifPresent(
        why -> note(attack, "outside", control.mayFail() ? "not shown" : "does not work"));
    assumeTrue(failure.isEmpty() || !control.mayFail(), "not shown: there is nothing for it here");
    assertThat(failure).as("the attack works outside").isEmpty();
    note(attack, "outside", "works");
  }

  private void verdict(AttackCase attack, BackEnd backEnd) throws Exception {
    requireLanguage(attack);
    Verdict verdict = new Attack(attack, setting).on(backEnd.executor());
    note(attack, backEnd.name(), verdict.text());
    assertThat(verdict.problems()).as(verdict.text()).isEmpty();
  }

  /** Not before the other tests of the factory: dynamic tests run in their order. */
  private void byOne() throws IOException {
    assumeTrue(Control.isRoot(), "an ordinary user has not every guarantee");
    boolean limited =
        backEnds.stream()
            .anyMatch(one -> one.executor().guarantees().contains(Guarantee.MEMORY_TREE_LIMIT));
    if (!limited) {
      OutsideComponent.without(
          "cgroup",
          "make a control group writable, with the controllers memory and pids",
          System.getenv("HERMESX_REQUIRE"));
    }
    List<AttackCase> all = AttackCase.all();
    assertThat(all.stream().filter(attack -> language(attack).isEmpty()).map(AttackCase::name))
        .allSatisfy(name -> assertThat(verdicts(name)).contains("contained"));
    all.forEach(this::requireLanguage);
  }

  private Collection<String> verdicts(String attack) {
    return table.getOrDefault(attack, Map.of()).values();
  }

  private static Optional<String> language(AttackCase attack) {
    return Stream.of(attack.program(), attack.control())
        .flatMap(program -> program.missing().stream())
        .findFirst();
  }

  private void requireLanguage(AttackCase attack) {
    language(attack)
        .ifPresent(
            language ->
                OutsideComponent.without(
                    language, "install it", System.getenv("CI") == null ? null : language));
    if (attack.isNative() && setting.program().isEmpty()) {
      OutsideComponent.without(
          "gcc", "apt-get install gcc libc6-dev", System.getenv("HERMESX_REQUIRE"));
    }
  }

  private void note(AttackCase attack, String where, String verdict) {
    table.computeIfAbsent(attack.name(), name -> new LinkedHashMap<>()).put(where, verdict);
  }
}
