// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every cell of attack class × table × attacker, with its control on a table without protection.
 * The tables come from the catalogue, the classes from attack-classes.txt; what is not run stands
 * in attack-exclusions.txt with the reason.
 */
class AttackBatteryTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  @Test
  void cells_ofEveryClass_areRunOrExcluded() throws SQLException {
    List<String> problems = new ArrayList<>();
    try (AttackBattery battery = AttackBattery.on(DATABASE)) {
      Set<String> begun = new HashSet<>();
      for (AttackLine line : AttackLine.all()) {
        boolean first = begun.add(line.number());
        if (line.isForTables()) {
          for (AttackedTable table : battery.tables()) {
            battery.control(line, table).ifPresent(problems::add);
            for (Attacker attacker : attackers(first)) {
              battery.attack(line, table, attacker).ifPresent(problems::add);
            }
          }
        } else {
          alone(line, battery).ifPresent(problems::add);
        }
      }
      System.out.println(battery.tally());
      assertThat(problems).isEmpty();
      assertThat(battery.stale()).as("exclusions that match nothing").isEmpty();
      assertThat(battery.tables()).hasSizeGreaterThanOrEqualTo(14);
      assertThat(battery.tally().total().get(0)).isGreaterThan(10_000);
      assertThat(partsAndViews()).as("whose rows can be asked for past their table").isZero();
    }
  }

  private static long partsAndViews() throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      return session.count(
          "select count(*) from pg_class where relnamespace = 'hermesx'::regnamespace"
              + " and (relispartition or relkind in ('v', 'm', 'f') and relname <> 'current_tenant')");
    }
  }

  @Test
  void classes_ofTheList_areAllThere() {
    Set<String> known =
        AttackLine.all().stream().map(AttackLine::number).collect(Collectors.toSet());

    assertThat(known).containsAll(IntStream.rangeClosed(1, 48).mapToObj(String::valueOf).toList());
    assertThat(AttackLine.all().stream().filter(AttackLine::isClaim))
        .extracting(AttackLine::attack)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Attacker.values())
                .filter(attacker -> attacker != Attacker.APPLICATION)
                .map(Enum::name)
                .toList());
  }

  /** Who runs an attack: those that only claim something else run the first of each class. */
  private static List<Attacker> attackers(boolean first) {
    Set<String> brief =
        AttackLine.all().stream()
            .filter(line -> line.form().equals("claim") && !first)
            .map(AttackLine::attack)
            .collect(Collectors.toSet());
    return Arrays.stream(Attacker.values())
        .filter(attacker -> !brief.contains(attacker.name()))
        .toList();
  }

  /** A line that is no attack on a table: a test of its own, or nothing with a reason. */
  private static Optional<String> alone(AttackLine line, AttackBattery battery)
      throws SQLException {
    if (line.form().equals("test")) {
      battery.tally().ranAlone(line);
      return isTest(line.attack()) ? Optional.empty() : Optional.of(line + " · no such test");
    }
    if (!line.form().equals("none")) {
      return line.isClaim() ? Optional.empty() : Optional.of(line + " · no form");
    }
    return battery.leaveOut(line) ? Optional.empty() : Optional.of(line + " · no reason");
  }

  private static boolean isTest(String name) {
    String[] parts = name.split("\\.", 2);
    String type = AttackBatteryTest.class.getPackageName() + "." + parts[0];
    try {
      return Arrays.stream(Class.forName(type).getDeclaredMethods())
          .filter(method -> method.getName().equals(parts[1]))
          .flatMap(method -> Arrays.stream(method.getAnnotations()))
          .anyMatch(annotation -> annotation.annotationType().getSimpleName().endsWith("Test"));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
