// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.verifier.Outcome;
import io.hermesx.audit.verifier.VerificationReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script that lets psql emit a bundle: for who may see what is asked for it is the bundle of
 * the writer, and for everybody else an error and no whole bundle.
 */
class PsqlBundleTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final String TENANT = SignedLogs.ACME.toString();

  @TempDir static Path anchorFolder;
  @TempDir Path folder;

  private static PostgresStore store;
  private Psql psql;

  @BeforeAll
  static void write() {
    store = DATABASE.emptyStore();
    SignedLogs.write(store.auditLog(), anchors());
    for (String role : List.of("auditor", "backup", "admin", "maintenance")) {
      DATABASE.execute("create role bundle_" + role + " login in role hermesx_" + role);
    }
    DATABASE.execute("alter role bundle_backup bypassrls"); // no member has it from its role
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @BeforeEach
  void find() {
    psql = Psql.find(folder);
  }

  private static Path anchors() {
    return anchorFolder.resolve("anchors");
  }

  /** What an operator asks for an auditor, as the script says. */
  private static String sealedFor(String tenant) {
    try (Connection connection = DATABASE.migrator().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set role hermesx_owner");
      try (ResultSet row =
          statement.executeQuery("select hermesx.sealed_context('" + tenant + "')")) {
        row.next();
        return "-c hermesx.tenant=" + row.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Psql.Ran export(String login, String options, String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 2, words.length);
    all[0] = "--installation";
    all[1] = SignedLogs.INSTALLATION;
    return psql.export(DATABASE, new Psql.Session(login, options), all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "bundle_backup"})
  void bundleOfAll_forWhoSeesAll_isThatOfTheWriter(String login) {
    Psql.Ran ran = export(login, "", "--all");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo(SignedLogs.bundle(store.auditLog(), SignedLogs.ALL));
    VerificationReport report = SignedLogs.verify(ran.out(), anchors());
    assertThat(report.findings()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.OK);
    assertThat(report.totals().bodies().present()).isPositive();
    assertThat(ran.out()).contains("\"kind\":\"node\"").contains("\"kind\":\"anchor\"");
  }

  @Test
  void bundleOfATenant_forItsAuditor_isThatOfTheWriter() {
    Psql.Ran ran = export("bundle_auditor", sealedFor(TENANT), "--tenant", TENANT);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo(SignedLogs.bundle(store.auditLog(), List.of(SignedLogs.ACME)));
  }

  @Test
  void bundleOfATenant_forWhoSeesAll_isThatOfTheWriter() {
    Psql.Ran ran = export("bundle_backup", "", "--tenant", TENANT);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEqualTo(SignedLogs.bundle(store.auditLog(), List.of(SignedLogs.ACME)));
  }

  private static void requireRefused(Psql.Ran ran) {
    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).contains("ERROR:");
    assertThat(ran.out()).doesNotContain("\"kind\":\"end\"").doesNotContain("\"entry\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hermesx_app",
        "hermesx_migrator",
        "bundle_auditor",
        "bundle_admin",
        "bundle_maintenance"
      })
  void bundle_forWhoSeesLess_isRefused(String login) {
    requireRefused(export(login, "", "--all"));
    requireRefused(export(login, "", "--tenant", TENANT));
    requireRefused(export(login, sealedFor(TENANT), "--all"));
    requireRefused(export(login, sealedFor(SignedLogs.OTHER.toString()), "--tenant", TENANT));
    requireRefused(export(login, "-c hermesx.tenant=" + TENANT, "--tenant", TENANT));
  }

  /** Owning the tables opens none of them: row-level security is forced on the owner. */
  @Test
  void bundle_forTheOwner_isRefused() {
    String owner = "-c role=hermesx_owner ";

    requireRefused(export("hermesx_migrator", owner, "--all"));
    requireRefused(export("hermesx_migrator", owner, "--tenant", TENANT));
    requireRefused(export("hermesx_migrator", owner + sealedFor(TENANT), "--tenant", TENANT));
  }
}
