// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.format.AuditFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The battery of tampering.tsv: every attack over random legal histories. A history that nobody
 * touched verifies each time, so what is found is what was done.
 */
class TamperingTest {

  /** Histories for each line; {@code -Dhermesx.audit.histories=500} for a longer look. */
  private static final int HISTORIES = Integer.getInteger("hermesx.audit.histories", 12);

  private static final String UNDETECTABLE = "undetectable-without-checkpoint";
  private static final String NOTHING = "nothing-to-verify";

  /**
   * One line of the battery.
   *
   * @param attackClass the class of attack
   * @param attack its name
   * @param verifier who verifies
   * @param expected what is to be found
   */
  record Line(String attackClass, String attack, String verifier, String expected) {

    boolean isExact() {
      return expected.startsWith("=");
    }

    Set<String> codes() {
      return isExact() ? Set.of(expected.substring(1)) : Set.of(expected.split("\\+", -1));
    }
  }

  static Stream<Line> battery() throws IOException {
    try (InputStream in = TamperingTest.class.getResourceAsStream("tampering.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII);
      return text
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(cells -> new Line(cells[0], cells[1], cells[2], cells[3]))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("battery")
  void verify_afterTheAttack_findsWhatTheBatterySays(Line line) {
    for (int seed = 0; seed < HISTORIES; seed++) {
      LegalHistory history = new LegalHistory(seed);
      assertThat(history.verifyFresh().intact()).as("before, seed %s", seed).isTrue();
      assertThat(history.verifyAsWriter().intact()).as("before, seed %s", seed).isTrue();

      attack(history, line.attack());

      AuditVerification verification =
          line.verifier().equals("writer") ? history.verifyAsWriter() : history.verifyFresh();
      assertExpected(line, verification, seed);
    }
  }

  private static void attack(LegalHistory history, String attack) {
    Forgery forgery = history.forgery(LegalHistory.TENANT);
    String before = state(forgery);
    Random random = history.random();
    TamperingAttacks attacks =
        new TamperingAttacks(forgery, history.forgery(LegalHistory.NEIGHBOUR), random);
    assertThat(attacks.byName()).containsKey(attack);
    attacks.byName().get(attack).run();
    assertThat(state(forgery)).as("the attack changes something").isNotEqualTo(before);
    history.switchTo(forgery);
  }

  private static String state(Forgery forgery) {
    return forgery.rows.stream()
            .map(r -> r.seq() + " " + r.id() + " " + new String(r.header(), US_ASCII) + r.leaf())
            .collect(Collectors.joining("\n"))
        + forgery.head;
  }

  private static void assertExpected(Line line, AuditVerification verification, int seed) {
    Set<String> found =
        verification.findings().stream()
            .map(AuditFinding::code)
            .collect(Collectors.toCollection(TreeSet::new));
    switch (line.expected()) {
      case UNDETECTABLE -> assertThat(verification.intact()).as("seed %s", seed).isTrue();
      case NOTHING -> {
        assertThat(found).as("seed %s", seed).isEmpty();
        assertThat(verification.intact()).as("seed %s", seed).isFalse();
      }
      default -> {
        assertThat(verification.intact()).as("seed %s", seed).isFalse();
        if (line.isExact()) {
          assertThat(found).as("seed %s", seed).isEqualTo(line.codes());
        } else {
          assertThat(found).as("seed %s", seed).containsAll(line.codes());
        }
      }
    }
  }

  @Test
  void battery_andAttacks_nameEachOther() throws IOException {
    LegalHistory history = new LegalHistory(0);
    Set<String> attacks =
        new TamperingAttacks(
                history.forgery(LegalHistory.TENANT),
                history.forgery(LegalHistory.NEIGHBOUR),
                history.random())
            .byName()
            .keySet();

    assertThat(battery().map(Line::attack).distinct()).containsExactlyInAnyOrderElementsOf(attacks);
  }

  /**
   * For each fault there is an attack that only it finds: without that check the battery is red. A
   * gap and a repeated place always come with a head that counts otherwise; the stage and the
   * stored nodes have tests of their own.
   */
  @Test
  void battery_eachFault_isTheOnlyWitnessOfSomeAttack() throws IOException {
    Set<AuditFault> alone =
        EnumSet.range(AuditFault.HEADER_NOT_CANONICAL, AuditFault.HISTORY_CHANGED);
    alone.removeAll(
        EnumSet.of(AuditFault.SEQ_GAP, AuditFault.SEQ_REPEATED, AuditFault.NODE_MISMATCH));
    List<String> witnesses = new ArrayList<>();
    battery().filter(Line::isExact).forEach(line -> witnesses.addAll(line.codes()));

    assertThat(witnesses).containsAll(alone.stream().map(AuditFault::code).toList());
  }
}
