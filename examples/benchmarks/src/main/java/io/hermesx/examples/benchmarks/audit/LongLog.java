// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.audit.verifier.BundleWriter;
import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.benchmarks.Latencies;
import io.hermesx.examples.benchmarks.Report;
import io.hermesx.store.postgres.PostgresStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** One long log, what is read from it, and its bundle in a temporary file. */
final class LongLog implements AutoCloseable {

  private static final TenantId TENANT = Events.tenant(4);
  private static final int BATCH = 1_000;
  private static final int PROOFS = 2_000;
  private static final int WARM_UPS = 500;

  private final AuditLog log;
  private final Path bundle;

  private LongLog(AuditLog log, Path bundle) {
    this.log = log;
    this.bundle = bundle;
  }

  static LongLog write(PostgresStore store, AuditChain chain, int size) throws IOException {
    Events events = new Events(chain);
    for (int written = 0; written < size; written += BATCH) {
      chain.append(events.next(TENANT, BATCH));
    }
    LongLog written =
        new LongLog(store.auditLog(), Files.createTempFile("hermesx-audit", ".ndjson"));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(written.bundle))) {
      new BundleWriter(store.auditLog(), AuditSuite.INSTALLATION, out).write(List.of(TENANT));
    }
    return written;
  }

  void printProofs() {
    AuditHead head = log.head(TENANT).orElseThrow();
    MerkleProver prover = new MerkleProver(new StoredHashes(log, TENANT));
    Random random = new Random(1);
    Latencies latencies = new Latencies();
    for (int i = -WARM_UPS; i < PROOFS; i++) {
      long index = (long) (random.nextDouble() * head.size());
      long begin = System.nanoTime();
      boolean right =
          prover
              .inclusion(index, head.size())
              .verify(log.hashes(TENANT, 0, index, 1).get(0), head.frontier().root());
      long end = System.nanoTime();
      if (!right) {
        throw new IllegalStateException("the proof of event " + index + " is wrong");
      }
      if (i >= 0) {
        latencies.add(end - begin);
      }
    }
    Report.print(
        "audit-proof: from a log of %d events p50 %.2f ms, p99 %.2f ms, its leaf read and the proof"
            + " verified (goal: below 5 ms)%n",
        head.size(), latencies.percentile(50) / 1e6, latencies.percentile(99) / 1e6);
  }

  void printOctets(AuditServer server) {
    new IntegrityOctets(server).print(TENANT);
  }

  void printVerification(int rounds) throws IOException {
    new Verification(bundle).measure(log, TENANT, rounds);
    SmallProcess.verify(bundle);
  }

  @Override
  public void close() throws IOException {
    Files.delete(bundle);
  }
}
