// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each guard taken away once: a part of the battery has to notice, so that none of it passes
 * because nothing could have failed.
 */
class AttackMutationTest {

  private static final Set<String> LINES =
      Set.of(
          "1 select by tenant",
          "4 update by tenant",
          "5 delete by tenant",
          "6 insert for the other",
          "7 move the own row",
          "38 row_security off",
          "40 savepoint around another tenant",
          "41 other tenant, no seal",
          "41 other tenant, own seal");

  private static final List<Attacker> ATTACKERS =
      List.of(
          Attacker.APPLICATION,
          Attacker.JOINED,
          Attacker.NO_TENANT,
          Attacker.UNSEALED,
          Attacker.FORGED,
          Attacker.SEAL_OF_ANOTHER,
          Attacker.SEAL_OF_ANOTHER_PURPOSE,
          Attacker.OF_NO_TENANT,
          Attacker.WRITER,
          Attacker.AUDITOR,
          Attacker.MAINTENANCE,
          Attacker.ADMIN,
          Attacker.ADMINISTERING);

  private static List<String> problems(String mutant, List<Attacker> attackers)
      throws SQLException {
    List<String> problems = new ArrayList<>();
    TestDatabase database = EmbeddedServer.database();
    try (AttackBattery battery = AttackBattery.withoutTwins(database)) {
      database.execute(mutant);
      for (AttackLine line : AttackLine.all()) {
        if (LINES.contains(line.toString())) {
          for (AttackedTable table : battery.tables()) {
            if (table.plain().matches("sessions|audit_events|budgets")) {
              for (Attacker attacker : attackers) {
                battery.attack(line, table, attacker).ifPresent(problems::add);
              }
            }
          }
        }
      }
    }
    return problems;
  }

  @Test
  void battery_everyGuardThere_findsNothing() throws SQLException {
    assertThat(problems("select 1", ATTACKERS)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void battery_oneGuardLess_notices(String line) throws SQLException {
    String[] parts = line.split(" \\| ", 2);
    List<String> problems = problems(parts[1], List.of(Attacker.valueOf(parts[0])));

    System.out.println("mutant: " + parts[1] + " -> " + problems.size() + " cells");
    assertThat(problems).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create or replace function hermesx.require_purpose(purpose text) returns void language sql"
            + " as ''",
        "alter function hermesx.sealed_context(uuid, text) security definer;"
            + " grant execute on function hermesx.sealed_context(uuid, text) to hermesx_app",
        "grant execute on function hermesx.administer(text, text) to hermesx_app",
        "create function hermesx.forgotten() returns int language sql as 'select 1'"
      })
  void functions_oneGuardLess_isNoticed(String mutant) throws SQLException {
    TestDatabase database = EmbeddedServer.database();
    database.execute(mutant);
    assertThat(FunctionAttackTest.problems(database)).isNotEmpty();
  }

  static Stream<String> mutants() {
    return DataFile.lines("attack-mutants.txt");
  }
}
