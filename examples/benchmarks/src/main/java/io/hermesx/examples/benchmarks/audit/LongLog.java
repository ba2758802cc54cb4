// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.benchmarks.Latencies;
import io.hermesx.examples.benchmarks.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** One long log, what is read from it, and its bundle in a temporary file. */
final class LongLog implements AutoCloseable {

  private static final int PROOFS = 2_000;
  private static final int WARM_UPS = 500;

  private final AuditLog log;
  private final TenantId tenant;
  private final Path bundle;

  LongLog(AuditLog log, TenantId tenant, Path bundle) {
    this.log = log;
    this.tenant = tenant;
    this.bundle = bundle;
  }

  void printProofs() {
    AuditHead head = log.head(tenant).orElseThrow();
    MerkleProver prover = new MerkleProver(new StoredHashes(log, tenant));
    Random random = new Random(1);
    Latencies latencies = new Latencies();
    for (int i = -WARM_UPS; i < PROOFS; i++) {
      long index = (long) (random.nextDouble() * head.size());
      long begin = System.nanoTime();
      boolean right =
          prover
              .inclusion(index, head.size())
              .verify(log.hashes(tenant, 0, index, 1).get(0), head.frontier().root());
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
    new IntegrityOctets(server).print(tenant);
  }

  void printVerification(int rounds) throws IOException {
    new Verification(bundle).measure(log, tenant, rounds);
  }

  void printSmallProcess() throws IOException {
    SmallProcess.verify(bundle);
  }

  @Override
  public void close() throws IOException {
    Files.delete(bundle);
  }
}
