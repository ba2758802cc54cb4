// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes logs as a bundle, exactly as they are stored: whether anything is wrong with them is for
 * who verifies it to say. It reads some events at a time, so that the length of a log does not
 * matter.
 *
 * <p>Each log is written as far as its head was when it began, so that others may append meanwhile.
 * The log of logs is written before the others, so what it says of them is there. Good for one
 * bundle; not thread-safe; blocks as long as log and stream do.
 */
public final class BundleWriter {

  private static final int PAGE = 1_000;
  private static final int ENTRIES = 32; // with bodies of a megabyte each they are not small
  private static final int LEVELS = 7;

  private final AuditLog log;
  private final String installation;
  private final BundleLines lines;

  /**
   * Creates a writer.
   *
   * @param installation the name of the installation whose logs these are
   * @param out where the bundle goes; buffered; is neither flushed nor closed
   */
  public BundleWriter(AuditLog log, String installation, OutputStream out) {
    this.log = log;
    this.installation = AuditOrigin.requireInstallation(installation);
    this.lines = new BundleLines(out);
  }

  /**
   * Writes the bundle of some tenants' logs, in the order that it has to have.
   *
   * @param tenants whose logs; the log of logs is one of them, under its tenant id
   * @throws HermesException if the stream does not take it
   */
  public void write(List<TenantId> tenants) {
    try {
      lines.bundle(installation);
      for (TenantId tenant : ordered(tenants)) {
        write(tenant);
      }
      lines.end();
    } catch (IOException e) {
      throw new HermesException("the bundle cannot be written: " + e.getMessage(), e);
    }
  }

  private static List<TenantId> ordered(List<TenantId> tenants) {
    TenantId first = TenantId.named(LogName.NAME);
    return Stream.concat(
            tenants.stream().filter(first::equals),
            tenants.stream()
                .filter(tenant -> !first.equals(tenant))
                .sorted(Comparator.comparing(TenantId::toString)))
        .distinct()
        .toList();
  }

  private void write(TenantId tenant) throws IOException {
    lines.log(AuditOrigin.of(installation, tenant).text());
    Marks marks = new Marks(log, tenant, lines); // first: a round in between would take them away
    Optional<AuditHead> head = log.head(tenant);
    long end = head.map(AuditHead::size).orElse(Long.MAX_VALUE);
    marks.writeTo(0);
    long next = 0;
    List<AuditEntry> page = log.read(tenant, next, ENTRIES);
    while (!page.isEmpty() && next < end) {
      Map<UUID, List<EventBody>> bodies = bodies(tenant, page);
      for (AuditEntry entry : page) {
        if (entry.seq() < end) {
          lines.entry(entry);
          for (EventBody body : bodies.getOrDefault(entry.id(), List.of())) {
            lines.body(entry.seq(), body.path(), body.ciphertext());
          }
          marks.writeTo(entry.seq() + 1);
        }
      }
      next = page.get(page.size() - 1).seq() + 1;
      page = log.read(tenant, next, ENTRIES);
    }
    marks.writeBeyond(log.head(tenant).map(AuditHead::size).orElse(0L));
    if (head.isPresent()) {
      lines.head(head.get());
    }
  }

  private Map<UUID, List<EventBody>> bodies(TenantId tenant, List<AuditEntry> page) {
    Set<UUID> events = page.stream().map(AuditEntry::id).collect(Collectors.toSet());
    return log.bodies(tenant, events).stream().collect(Collectors.groupingBy(EventBody::event));
  }

  /** What stands between the events of one log: nodes, checkpoints, receipts. */
  private static final class Marks {

    private final AuditLog log;
    private final TenantId tenant;
    private final BundleLines lines;
    private List<AuditCheckpoint> checkpoints = List.of();
    private List<AuditAnchor> anchors = List.of();
    private int checkpoint;
    private int anchor;
    private long knownSize; // of the last receipt that was read
    private long known; // how many of that size were read
    private long size;

    Marks(AuditLog log, TenantId tenant, BundleLines lines) {
      this.log = log;
      this.tenant = tenant;
      this.lines = lines;
      this.checkpoints = log.checkpoints().read(tenant, 0, PAGE);
      this.anchors = log.checkpoints().anchors(tenant, 0, PAGE);
    }

    /** Writes what belongs to the sizes up to this one that are not written yet. */
    void writeTo(long upTo) throws IOException {
      if (upTo < Long.MAX_VALUE) {
        nodes(upTo);
      }
      size = upTo;
      while (nextSize() <= upTo && nextSize() < Long.MAX_VALUE) {
        long at = nextSize();
        checkpoints(at);
        anchors(at);
      }
    }

    /** Writes what speaks of more events than the log has by now: evidence that it was cut. */
    void writeBeyond(long events) throws IOException {
      while (nextSize() <= events) {
        long at = nextSize();
        checkpoint += nextCheckpoint() == at ? 1 : 0;
        anchor += nextAnchor() == at ? 1 : 0;
      }
      writeTo(Long.MAX_VALUE);
    }

    private void nodes(long upTo) throws IOException {
      for (int level = 1; level <= LEVELS && upTo > size; level++) {
        int height = AuditNode.HEIGHT * level;
        if (upTo >> height << height != upTo) {
          return;
        }
        long index = (upTo >> height) - 1;
        for (Sha256 hash : log.hashes(tenant, level, index, 1)) {
          lines.node(new AuditNode(level, index, hash));
        }
      }
    }

    private long nextSize() {
      return Math.min(nextCheckpoint(), nextAnchor());
    }

    private long nextCheckpoint() {
      if (checkpoint == checkpoints.size() && checkpoint == PAGE) {
        checkpoints = log.checkpoints().read(tenant, checkpoints.get(PAGE - 1).size() + 1, PAGE);
        checkpoint = 0;
      }
      return checkpoint < checkpoints.size() ? checkpoints.get(checkpoint).size() : Long.MAX_VALUE;
    }

    private long nextAnchor() {
      if (anchor == anchors.size() && anchor == PAGE) {
        long last = anchors.get(PAGE - 1).size();
        long read = anchors.stream().filter(receipt -> receipt.size() == last).count();
        known = last == knownSize ? known + read : read; // one size can fill many pages
        knownSize = last;
        anchors = log.checkpoints().anchors(tenant, last, known, PAGE);
        anchor = 0;
      }
      return anchor < anchors.size() ? anchors.get(anchor).size() : Long.MAX_VALUE;
    }

    private void checkpoints(long at) throws IOException {
      while (nextCheckpoint() == at) {
        lines.checkpoint(checkpoints.get(checkpoint++));
      }
    }

    private void anchors(long at) throws IOException {
      while (nextAnchor() == at) {
        lines.anchor(anchors.get(anchor++));
      }
    }
  }
}
