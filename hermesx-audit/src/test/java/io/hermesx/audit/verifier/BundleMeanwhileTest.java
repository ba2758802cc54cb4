// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.History;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever happens at whichever moment of an export, by hands that are allowed to: nothing in the
 * bundle looks like tampering.
 */
class BundleMeanwhileTest {

  private static final TenantId LATE = TenantId.named("third");
  private static final int ENOUGH = 10_000;

  @TempDir Path folder;

  /** What may happen while somebody exports. */
  enum Meanwhile {
    /** The last checkpoint of the log of logs is signed anew, and stamped. */
    HEARTBEAT {
      @Override
      void happen(History history, SignedAuditChain chain) {
        history.clock().advance(Duration.ofMinutes(5));
        chain.checkpoint();
      }
    },
    /** A log grows and is signed. */
    ROUND {
      @Override
      void happen(History history, SignedAuditChain chain) {
        history.append(chain, History.ACME);
        HEARTBEAT.happen(history, chain);
      }
    },
    /** A tenant begins, and its log is signed. */
    TENANT {
      @Override
      void happen(History history, SignedAuditChain chain) {
        history.append(chain, LATE);
        HEARTBEAT.happen(history, chain);
      }
    },
    /** All of it. */
    ALL {
      @Override
      void happen(History history, SignedAuditChain chain) {
        HEARTBEAT.happen(history, chain);
        ROUND.happen(history, chain);
        TENANT.happen(history, chain);
      }
    };

    abstract void happen(History history, SignedAuditChain chain);
  }

  @ParameterizedTest
  @EnumSource
  void bundle_whateverHappensBeforeAnyRead_hasNoFinding(Meanwhile meanwhile) {
    requireNoFinding(meanwhile, 1_000);
  }

  /** The same where checkpoints and receipts come in many pages. */
  @ParameterizedTest
  @CsvSource({"HEARTBEAT, 3", "ALL, 2"})
  void bundleOfSmallPages_whateverHappensBeforeAnyRead_hasNoFinding(Meanwhile meanwhile, int page) {
    requireNoFinding(meanwhile, page);
  }

  private void requireNoFinding(Meanwhile meanwhile, int page) {
    int at = 0;
    boolean wasInterrupted = true;
    while (wasInterrupted) {
      at++;
      wasInterrupted = exported(meanwhile, page, at);
    }
    assertThat(at).as("reads of an export").isGreaterThan(12);
  }

  private boolean exported(Meanwhile meanwhile, int page, int at) {
    MemoryAuditLog log = new MemoryAuditLog();
    History history = new History(log, folder.resolve("no anchor file"));
    SignedAuditChain quiet = history.processWithoutAnchor(log, 0).build();
    SignedAuditChain stamping =
        history
            .processWithoutAnchor(log, 0)
            .anchor(history.authority(() -> {}), Duration.ZERO)
            .build();
    for (int i = 0; i < 2; i++) {
      Meanwhile.ROUND.happen(history, stamping);
      history.append(quiet, History.OTHER);
    }
    quiet.checkpoint(); // its note of the log of logs has no receipt yet, and may be replaced
    InterruptedLog read = new InterruptedLog(log, at, () -> meanwhile.happen(history, stamping));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(read, History.INSTALLATION, out, page)
        .writeAll(
            () -> {
              read.read();
              return history.written();
            });

    VerificationReport report = history.verify(out.toByteArray(), 0);
    assertThat(report.findings()).as("%s before read %d", meanwhile, at).isEmpty();
    assertThat(report.withTail(ENOUGH).outcome()).isEqualTo(Outcome.OK);
    return read.isInterrupted();
  }
}
