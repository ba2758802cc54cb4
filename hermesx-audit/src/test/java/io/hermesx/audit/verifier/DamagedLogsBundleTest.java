// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.History;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.DamagedHeads;
import io.hermesx.core.testkit.ForwardingAuditLog;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with one log does not keep the others out of the bundle, and is named. */
class DamagedLogsBundleTest {

  @TempDir Path folder;

  private final MemoryAuditLog log = new MemoryAuditLog();
  private History history;

  @BeforeEach
  void write() {
    history = new History(log, folder.resolve("anchors"));
    try (SignedAuditChain chain = history.process(log, 0).build()) {
      for (int i = 0; i < 3; i++) {
        history.append(chain, History.ACME);
        history.append(chain, History.OTHER);
        chain.checkpoint();
      }
    }
    history.assertVerifies(0);
  }

  private VerificationReport verify(AuditLog exported) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(exported, History.INSTALLATION, out).writeAll(history::written);
    return history.verify(out.toByteArray(), 0);
  }

  private static String origin(TenantId tenant) {
    return History.INSTALLATION + "/" + tenant;
  }

  @Test
  void bundle_oneHeadDamaged_isWholeAndSaysThatItIsMissing() {
    for (TenantId tenant : history.written()) {
      DamagedHeads damaged = new DamagedHeads(log);
      damaged.damage(tenant);

      VerificationReport report = verify(damaged);

      assertThat(report.findings()).extracting(Finding::code).containsExactly("head-missing");
      assertThat(report.findings()).extracting(Finding::log).containsExactly(origin(tenant));
      assertThat(report.totals().logs()).isEqualTo(3);
      assertThat(report.outcome()).isEqualTo(Outcome.TAMPERED);
    }
  }

  /** A checkpoint of the log of logs stands where there is no event any more. */
  @Test
  void bundle_anEntryGone_isReadToItsEnd() {
    for (int gone = 0; gone < 6; gone++) {
      VerificationReport report = verify(new LogWithout(log, SignedAuditChain.LOG_OF_LOGS, gone));

      assertThat(report.findings())
          .extracting(Finding::code)
          .isNotEmpty()
          .doesNotContain("bundle-not-readable", "bundle-cut");
      assertThat(report.totals().logs()).isEqualTo(3);
      assertThat(report.outcome()).isEqualTo(Outcome.TAMPERED);
    }
  }

  private static final class LogWithout extends ForwardingAuditLog {

    private final TenantId tenant;
    private final long gone;

    LogWithout(AuditLog log, TenantId tenant, long gone) {
      super(log);
      this.tenant = tenant;
      this.gone = gone;
    }

    @Override
    public List<AuditEntry> read(TenantId of, long from, int limit) {
      return super.read(of, from, limit).stream()
          .filter(entry -> !of.equals(tenant) || entry.seq() != gone)
          .toList();
    }
  }
}
