// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.SystemSources;
import io.hermesx.examples.service.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real PostgreSQL in a folder with a space in its name, started as the service starts it. */
class EmbeddedServerTest {

  private static final TenantId ACME = TenantId.named("acme");

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("a folder");
  }

  private EmbeddedServer start() {
    return EmbeddedServer.start(folder(), SystemSources.random());
  }

  private static DataSource owner(EmbeddedServer server) {
    return server.source("postgres", server.passwords().owner(), "hermesx");
  }

  private static String query(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void server_started_isDurablePrivateAndClosedToWhoeverHasNoPassword()
      throws SQLException, IOException {
    try (EmbeddedServer server = start()) {
      DataSource owner = owner(server);
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(query(owner, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(query(owner, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(owner, "show unix_socket_directories")).isEmpty();
      assertThat(query(owner, "select count(*) from pg_hba_file_rules where auth_method = 'trust'"))
          .isEqualTo("0");
      for (String login : new String[] {"postgres", "hermesx_app", "hermesx_migrator"}) {
        assertThatThrownBy(() -> server.source(login, "wrong", "hermesx").getConnection())
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
      }
      Path passwords = folder().resolve("postgres.properties");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
          .isEqualTo("rw-------");
      assertThat(folder().resolve("postgres.initial")).doesNotExist();
      assertThat(query(owner, "show server_version")).startsWith(EmbeddedServer.MAJOR + ".");
    }
  }

  @Test
  void folder_inUse_isRefusedToASecondService() {
    try (EmbeddedServer server = start()) {
      assertThat(server.url()).contains("127.0.0.1");
      assertThatThrownBy(this::start)
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("Another service uses the data folder")
          .hasMessageContaining("HERMESX_DATA");
    }
  }

  @Test
  void leftover_ofAKilledService_isStopped() {
    EmbeddedServer killed = start();
    long pid = pid();
    killed.abandon();
    new Leftover(new DataFolder(folder())).stop();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(folder().resolve("postgres").resolve("postmaster.pid")).doesNotExist();
  }

  private long pid() {
    try {
      return Long.parseLong(
          Files.readAllLines(folder().resolve("postgres").resolve("postmaster.pid")).get(0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void pidFile_ofAnotherProcess_isTakenAwayAndThatProcessLives() throws IOException, SQLException {
    start().close();
    long self = ProcessHandle.current().pid();
    Files.writeString(
        folder().resolve("postgres").resolve("postmaster.pid"),
        self + "\n" + folder().resolve("postgres") + "\n");
    try (EmbeddedServer server = start()) {
      assertThat(query(owner(server), "select 1")).isEqualTo("1");
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the other process is a shell")
  void pidFile_ofAProcessThatOnlyNamesTheFolder_thatProcessLives() throws IOException {
    Path cluster = folder().resolve("postgres");
    Files.createDirectories(cluster);
    Process other =
        new ProcessBuilder("/bin/sh", "-c", "read line", cluster.resolve("x").toString()).start();
    try {
      Files.writeString(cluster.resolve("postmaster.pid"), other.pid() + "\n" + cluster + "\n");
      new Leftover(new DataFolder(folder())).stop();
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
    assertThat(cluster.resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void data_ofAnotherMajorVersion_isRefused() throws IOException {
    Files.createDirectories(folder().resolve("postgres"));
    Files.writeString(folder().resolve("postgres").resolve("PG_VERSION"), "15\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("PostgreSQL 15")
        .hasMessageContaining("HERMESX_DATA");
    assertThat(folder().resolve("postgres").resolve("PG_VERSION")).exists();
  }

  @Test
  void passwords_thatAreGoneOrSpoilt_areNamed() throws IOException {
    Files.createDirectories(folder().resolve("postgres"));
    Files.writeString(folder().resolve("postgres").resolve("PG_VERSION"), "17\n");
    assertThatThrownBy(this::start).hasMessageContaining("postgres.properties is missing");
    Files.writeString(folder().resolve("postgres.properties"), "owner=short\n");
    assertThatThrownBy(this::start)
        .hasMessageContaining("no password of owner")
        .hasMessageNotContaining("short");
  }

  @Test
  void folder_thatIsAFile_isRefused() throws IOException {
    Files.writeString(folder(), "in the way");
    assertThatThrownBy(this::start)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(folder().toString())
        .hasMessageContaining("HERMESX_DATA");
  }

  @Test
  void firstStart_thatWasCutShort_isBegunAgain() throws IOException, SQLException {
    Files.createDirectories(folder().resolve("postgres").resolve("base"));
    Files.writeString(folder().resolve("postgres").resolve("PG_VERSION"), "17\n");
    Files.writeString(folder().resolve("first-start-unfinished"), "");
    try (EmbeddedServer server = start()) {
      assertThat(query(owner(server), "select 1")).isEqualTo("1");
      assertThat(folder().resolve("first-start-unfinished")).doesNotExist();
    }
  }

  @Test
  void server_thatDoesNotStart_pointsToItsLogAndLetsTheFolderGo() throws IOException {
    start().close();
    Path settings = folder().resolve("postgres").resolve("postgresql.auto.conf");
    Files.writeString(settings, "no_such_setting = 1\n");
    Duration patience = Duration.ofSeconds(2);
    assertThatThrownBy(() -> EmbeddedServer.start(folder(), SystemSources.random(), patience))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("postgres.log");
    FolderLock.take(new DataFolder(folder())).close();
  }

  @Test
  void external_database_isOpenedMigratedAndReady() {
    try (EmbeddedServer server = start()) {
      Map<String, String> variables = external(server);
      try (Database database = Databases.open(Configuration.of(variables))) {
        database.requireReady();
        boolean created =
            database.store().forTenant(ACME).<Boolean>tx(tx -> tx.tenants().create("Acme"));
        assertThat(created).isTrue();
        assertThat(database.gauges().get("hermesx.pool.size").getAsDouble()).isEqualTo(10);
        assertThat(database.description()).doesNotContain(server.passwords().application());
      }
    }
  }

  @Test
  void external_databaseThatIsNewer_isRefused() throws SQLException {
    try (EmbeddedServer server = start()) {
      execute(
          owner(server),
          "insert into hermesx.schema_version (version, name) values (999, 'later')");
      Configuration configuration = Configuration.of(external(server));
      assertThatThrownBy(() -> Databases.open(configuration))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("HERMESX_DATABASE_URL")
          .hasMessageContaining("999");
    }
  }

  @Test
  void external_databaseThatIsAway_isNamedWithoutItsPassword() {
    Configuration configuration =
        Configuration.of(
            Map.of(
                "HERMESX_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/nothing",
                "HERMESX_DATABASE_PASSWORD", "topsecret",
                "HERMESX_CONTEXT_KEY", "hmck_" + "0".repeat(64)));
    assertThatThrownBy(() -> Databases.open(configuration))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("HERMESX_DATABASE_URL")
        .hasMessageNotContaining("topsecret");
  }

  private static Map<String, String> external(EmbeddedServer server) {
    Map<String, String> variables = new HashMap<>();
    variables.put("HERMESX_DATABASE_URL", server.url());
    variables.put("HERMESX_DATABASE_PASSWORD", server.passwords().application());
    variables.put("HERMESX_MIGRATOR_PASSWORD", server.passwords().migrator());
    return variables;
  }
}
