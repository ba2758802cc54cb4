// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ChildJvms;
import io.hermesx.core.time.IdSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 32 writers in four processes, some of which end as {@code kill -9} ends them, and sessions that
 * the server ends: each log is one chain without a gap, and whatever a writer was told is in it
 * once.
 */
class AuditWritersTest {

  private static final int PROCESSES = 4;
  private static final int EVENTS = 60;

  private final TestDatabase database = EmbeddedServer.database();
  @TempDir private Path folder;

  private ChildJvms start(int count) {
    return ChildJvms.start(
        count,
        AuditWriterProgram.class,
        database.url(),
        database.key().reveal(),
        folder.toString());
  }

  @Test
  @Timeout(120)
  void writers_killedAndCutOff_leaveOneChainWithWhateverTheyWereTold() throws IOException {
    try (ChildJvms lasting = start(PROCESSES / 2);
        ChildJvms killed = start(PROCESSES / 2)) {
      killed.tell("1000000");
      lasting.tell(String.valueOf(EVENTS));
      do {
        grow(300);
        database.endSessions();
      } while (lines(AuditWriterProgram.FAILED).isEmpty());
      grow(300);
      while (killed.count() > 0) {
        killed.kill(0);
      }
      Files.createFile(folder.resolve(AuditWriterProgram.ENOUGH));
      lasting.ask("0");
      try (ChildJvms late = start(1)) {
        late.ask("10");
      }
    }

    try (PostgresStore store = database.store()) {
      requireOneChain(store);
    }
  }

  /** Reads until so many more events are in the logs. */
  private void grow(long events) {
    try (PostgresStore store = database.store()) {
      long before = size(store.auditLog());
      while (size(store.auditLog()) < before + events) {
        Thread.onSpinWait();
      }
    }
  }

  private static long size(AuditLog log) {
    return log.heads(List.of(AuditWriterProgram.TENANTS)).values().stream()
        .mapToLong(head -> head.size())
        .sum();
  }

  /** What the files of that kind say. */
  private List<String> lines(String kind) throws IOException {
    List<String> lines = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, kind + "*.txt")) {
      for (Path file : files) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private void requireOneChain(PostgresStore store) throws IOException {
    List<String> told = lines("told");
    Clock clock = Clock.systemUTC();
    List<String> found = new ArrayList<>();
    try (UnsignedAuditChain chain =
        UnsignedAuditChain.builder(store.auditLog())
            .installation("many.example")
            .clock(clock)
            .ids(IdSource.secure(clock))
            .build()) {
      chain.sequence();
      for (TenantId tenant : AuditWriterProgram.TENANTS) {
        AuditVerification verification = chain.verify(tenant);
        assertThat(verification.findings()).isEmpty();
        read(store.auditLog(), tenant).forEach(entry -> found.add(tenant + " " + entry.id()));
      }
    }
    System.out.printf(
        "audit events: %d, told: %d, failed: %d%n",
        found.size(), told.size(), lines(AuditWriterProgram.FAILED).size());
    assertThat(told).hasSizeGreaterThan(PROCESSES * EVENTS);
    assertThat(found).doesNotHaveDuplicates().containsAll(told);
    assertThat(store.auditLog().stagedTenants(10)).isEmpty();
  }

  private static List<AuditEntry> read(AuditLog log, TenantId tenant) {
    List<AuditEntry> all = new ArrayList<>();
    List<AuditEntry> page = log.read(tenant, 0, 1_000);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = log.read(tenant, all.size(), 1_000);
    }
    return all;
  }
}
