// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.audit.verifier.BundleVerifier;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.benchmarks.Report;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Verifying a bundle, against one thread that only hashes the headers that are in it. */
final class Verification {

  private static final int PAGE = 10_000;

  /** Enough for a second; the rest of a longer log is hashed as fast. */
  private static final int MOST_HEADERS = 250_000;

  private final Path bundle;

  Verification(Path bundle) {
    this.bundle = bundle;
  }

  void measure(AuditLog log, TenantId tenant, int rounds) throws IOException {
    List<byte[]> headers = headers(log, tenant);
    long events = log.head(tenant).orElseThrow().size();
    int threads = Runtime.getRuntime().availableProcessors();
    double[] ours = new double[rounds];
    double[] alone = new double[rounds];
    double[] theirs = new double[rounds];
    hashed(headers);
    verified(threads, events);
    for (int round = 0; round < rounds; round++) {
      double first = hashed(headers);
      ours[round] = verified(threads, events);
      alone[round] = verified(1, events);
      theirs[round] = (first + hashed(headers)) / 2;
    }
    Report.print(
        "audit-verify: %d events, verified %.0f/s with %d threads and %.0f/s with one, only hashed"
            + " %.0f/s%n",
        events, Report.median(ours), threads, Report.median(alone), Report.median(theirs));
    Report.ratio("audit-verify-vs-sha256-throughput", ours, theirs);
    Report.ratio("audit-verify-1t-vs-sha256-throughput", alone, theirs);
  }

  private static List<byte[]> headers(AuditLog log, TenantId tenant) {
    List<byte[]> headers = new ArrayList<>();
    List<AuditEntry> page = log.read(tenant, 0, PAGE);
    while (!page.isEmpty() && headers.size() < MOST_HEADERS) {
      page.forEach(entry -> headers.add(entry.header()));
      page = log.read(tenant, headers.size(), PAGE);
    }
    return headers;
  }

  private static double hashed(List<byte[]> headers) {
    long begin = System.nanoTime();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      int sum = 0;
      for (byte[] header : headers) {
        digest.update((byte) 0);
        sum += digest.digest(header)[0];
      }
      if (sum == Integer.MIN_VALUE) {
        throw new IllegalStateException("so that nothing is left out");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return headers.size() * 1e9 / (System.nanoTime() - begin);
  }

  private double verified(int threads, long events) throws IOException {
    long begin = System.nanoTime();
    try (InputStream lines = new BufferedInputStream(Files.newInputStream(bundle))) {
      VerificationReport report = BundleVerifier.builder().threads(threads).build().verify(lines);
      requireWhole(report);
    }
    return events * 1e9 / (System.nanoTime() - begin);
  }

  private static void requireWhole(VerificationReport report) {
    if (!report.findings().isEmpty()) {
      throw new IllegalStateException("the log of the benchmark: " + report.findings().get(0));
    }
  }
}
