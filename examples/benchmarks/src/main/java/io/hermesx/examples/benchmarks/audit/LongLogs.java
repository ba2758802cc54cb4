// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.audit.verifier.BundleWriter;
import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.PostgresStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where long logs come from.
 *
 * @param store keeps them
 * @param chain appends to them
 */
record LongLogs(PostgresStore store, AuditChain chain) {

  private static final int BATCH = 1_000;

  /** Appends so many events to the log of a tenant, and writes its bundle. */
  LongLog write(TenantId tenant, int size) throws IOException {
    Events events = new Events(chain);
    for (int written = 0; written < size; written += BATCH) {
      chain.append(events.next(tenant, BATCH));
    }
    Path bundle = Files.createTempFile("hermesx-audit", ".ndjson");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(bundle))) {
      new BundleWriter(store.auditLog(), AuditSuite.INSTALLATION, out).write(List.of(tenant));
    }
    return new LongLog(store.auditLog(), tenant, bundle);
  }
}
