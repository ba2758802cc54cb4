// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.verifier.Finding;
import io.hermesx.audit.verifier.Outcome;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.tenant.TenantId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever owns the tables can put into them what no line of a bundle can say. The rest is exported
 * all the same, by both ways to the same octets, and verification names the log.
 */
class DamagedBundleTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final String RULES =
      " from pg_constraint where contype = 'c' and conrelid::regclass::text like 'hermesx.audit%'";

  @TempDir Path folder;

  private PostgresStore store;

  @BeforeEach
  void open() {
    store = DATABASE.emptyStore();
    SignedLogs.write(store.auditLog(), anchors());
    DATABASE.execute(
        "create table hermesx.held as select conrelid::regclass as owner, conname as name,"
            + " pg_get_constraintdef(oid) as rule"
            + RULES);
    eachRule("drop constraint %I", "it.name");
  }

  private static void eachRule(String change, String arguments) {
    DATABASE.execute(
        """
        do $$
        declare
          it record;
        begin
          for it in select * from hermesx.held loop
            execute format('alter table %%s %s', it.owner, %s);
          end loop;
        end
        $$"""
            .formatted(change, arguments));
  }

  @AfterEach
  void restore() {
    store.close();
    DATABASE.truncate();
    eachRule("add constraint %I %s", "it.name, it.rule");
    DATABASE.execute("drop table hermesx.held");
  }

  private Path anchors() {
    return folder.resolve("anchors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update hermesx.audit_heads set frontier = 'x'",
        "update hermesx.audit_heads set size = 12345",
        "update hermesx.audit_heads set size = -1, frontier = ''",
        "update hermesx.audit_heads set previous = ''",
        "update hermesx.audit_heads set last_recorded_at = 'infinity'",
        "update hermesx.audit_heads set last_recorded_at = '-infinity'",
        "update hermesx.audit_heads set last_recorded_at = '294276-12-31T00:00:00Z'",
        "update hermesx.audit_heads set origin = E'a\\nb\"\\\\ü'",
        "update hermesx.audit_events set leaf = 'x'",
        "update hermesx.audit_events set header = ''",
        "update hermesx.audit_events set header = convert_to(repeat('x', 5000000), 'UTF8')",
        "update hermesx.audit_events set seq = 9007199254740992 where seq = 1",
        "update hermesx.audit_events set seq = -1 where seq = 0",
        "delete from hermesx.audit_events where seq = 1",
        "delete from hermesx.audit_heads",
      })
  void bundles_oneLogDamagedByItsOwner_areTheSameAndNameIt(String damage) {
    damage(damage, SignedLogs.OTHER);

    requireNamed(SignedLogs.OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update hermesx.audit_nodes set hash = 'x'",
        "update hermesx.audit_bodies set path = E'/ü\\n' where path like '/A%'",
        "update hermesx.audit_bodies set ciphertext = convert_to(repeat('x', 5000000), 'UTF8')",
      })
  void bundles_partsOfALogDamagedByTheirOwner_areTheSameAndNameIt(String damage) {
    damage(damage, SignedLogs.ACME);

    requireNamed(SignedLogs.ACME);
  }

  /** Where receipts stand on sizes that have no event any more. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void bundles_anEntryOfTheLogOfLogsGone_areReadToTheEnd(int gone) {
    damage("delete from hermesx.audit_events where seq = " + gone, SignedLogs.ALL.get(0));

    assertThat(export().findings())
        .extracting(Finding::code)
        .containsAnyOf("seq-gap", "checkpoint-beyond-log")
        .doesNotContain("bundle-not-readable");
  }

  /** A note that no row can hold proves nothing: the log is not signed. */
  @Test
  void bundles_aNoteThatIsTooLong_areTheSameAndIncomplete() {
    damage(
        "update hermesx.audit_checkpoints set note = convert_to(repeat('x', 5000000), 'UTF8')",
        SignedLogs.OTHER);

    assertThat(export().outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  private static void damage(String damage, TenantId tenant) {
    DATABASE.execute(
        "begin; "
            + AlwaysTriggers.OFF
            + damage
            + (damage.contains(" where ") ? " and " : " where ")
            + "tenant_id = '"
            + tenant
            + "'; "
            + AlwaysTriggers.ON
            + "commit");
  }

  private void requireNamed(TenantId tenant) {
    VerificationReport report = export();

    assertThat(report.findings())
        .isNotEmpty()
        .extracting(Finding::log)
        .containsOnly(SignedLogs.INSTALLATION + "/" + tenant);
    assertThat(report.totals().logs()).isEqualTo(3);
    assertThat(report.outcome()).isNotEqualTo(Outcome.OK).isNotEqualTo(Outcome.UNREADABLE);
  }

  private VerificationReport export() {
    Psql.Ran ran =
        Psql.find(folder)
            .export(
                DATABASE,
                new Psql.Session("postgres", ""),
                "--installation",
                SignedLogs.INSTALLATION,
                "--all");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEqualTo(SignedLogs.bundle(store.auditLog(), SignedLogs.ALL));
    return SignedLogs.verify(ran.out(), anchors());
  }
}
