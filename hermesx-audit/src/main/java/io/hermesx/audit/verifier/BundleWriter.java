// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes logs as a bundle, exactly as they are stored, of nodes those whose entries are there:
 * whether anything is wrong with them is for who verifies it to say. It reads some events at a
 * time, so that the length of a log does not matter.
 *
 * <p>Each log is written as far as its head was when it began, so that others may append and sign
 * meanwhile. The log of logs is read before the others, so what it says of them is there. Good for
 * one bundle; not thread-safe; blocks as long as log and stream do.
 */
public final class BundleWriter {

  private static final TenantId LOG_OF_LOGS = TenantId.named(LogName.NAME);
  private static final int PAGE = 1_000;

  private final AuditLog log;
  private final String installation;
  private final BundleLines lines;
  private final int page;

  /**
   * Creates a writer.
   *
   * @param installation the name of the installation whose logs these are
   * @param out where the bundle goes; buffered; is neither flushed nor closed
   */
  public BundleWriter(AuditLog log, String installation, OutputStream out) {
    this(log, installation, out, PAGE);
  }

  /**
   * @param page how many checkpoints, or receipts, are read at once; 2 to 10,000
   */
  BundleWriter(AuditLog log, String installation, OutputStream out, int page) {
    this.log = log;
    this.installation = AuditOrigin.requireInstallation(installation);
    this.lines = new BundleLines(out);
    this.page = page;
  }

  /**
   * Writes the bundle of some tenants' logs, in the order that it has to have. Where the log of
   * logs is among them, it may speak of a tenant that began since they were chosen: for all of
   * them, {@link #writeAll} asks later.
   *
   * @param tenants whose logs; the log of logs is one of them, under its tenant id
   * @throws HermesException if the stream does not take it
   */
  public void write(List<TenantId> tenants) {
    boolean isNamed = tenants.contains(LOG_OF_LOGS);
    write(others(tenants), isNamed ? Optional.of(export(LOG_OF_LOGS)) : Optional.empty());
  }

  /**
   * Writes the bundle of all tenants' logs. The log of logs is among them if there is one, whether
   * or not it is named.
   *
   * @param tenants whose logs: asked once, when it is settled how far the log of logs is written,
   *     so that it speaks of none that is not in the answer
   * @throws HermesException if the stream does not take it
   */
  public void writeAll(Supplier<List<TenantId>> tenants) {
    LogExport logOfLogs = export(LOG_OF_LOGS);
    write(others(tenants.get()), Optional.of(logOfLogs).filter(LogExport::isThere));
  }

  private void write(List<TenantId> others, Optional<LogExport> logOfLogs) {
    try {
      lines.bundle(installation);
      if (logOfLogs.isPresent()) {
        logOfLogs.get().write(origin(LOG_OF_LOGS));
      }
      for (TenantId tenant : others) {
        export(tenant).write(origin(tenant));
      }
      lines.end();
    } catch (IOException e) {
      throw new HermesException("the bundle cannot be written: " + e.getMessage(), e);
    }
  }

  private LogExport export(TenantId tenant) {
    return new LogExport(log, tenant, lines, page);
  }

  private String origin(TenantId tenant) {
    return AuditOrigin.of(installation, tenant).text();
  }

  private static List<TenantId> others(List<TenantId> tenants) {
    return tenants.stream()
        .filter(tenant -> !LOG_OF_LOGS.equals(tenant))
        .sorted(Comparator.comparing(TenantId::toString))
        .distinct()
        .toList();
  }
}
