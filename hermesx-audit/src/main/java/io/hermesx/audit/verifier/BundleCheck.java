// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.AuditOrigin;
import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Takes the lines of a bundle in their order and hands each to the check of its log. Whatever
 * threads read the lines, findings come about here alone. Not thread-safe.
 */
final class BundleCheck implements LineSink, Closeable {

  private static final int MOST_LOGS = 10_000;

  private final Trust trust;
  private final FindingList findings = new FindingList();
  private final List<LogReport> reports = new ArrayList<>();
  private final KnownRoots ofLogOfLogs = new KnownRoots();
  private final KnownRoots outside = new KnownRoots();
  private final KnownRoots claimed = new KnownRoots();
  private final AnchoredRoots anchors;
  private final LineOrder order = new LineOrder();
  private LineCounts counts = LineCounts.NONE;
  private Totals totals = Totals.NONE;
  private Optional<String> installation = Optional.empty();
  private Optional<LogCheck> log = Optional.empty();
  private Optional<UUID> tenant = Optional.empty();
  private long anchoredPlaces;
  private boolean claimsOpen;
  private boolean onlyKnown; // the log that is asked for is there, or said to be missing
  private Optional<Instant> logOfLogsStampedAt = Optional.empty();
  private boolean stale;
  private boolean ended;
  private boolean stopped;

  /**
   * @param anchors what anchors outside remember
   */
  BundleCheck(Trust trust, AnchoredRoots anchors) {
    this.trust = trust;
    this.anchors = anchors;
  }

  @Override
  public void next(BundleItem item) {
    if (stopped) {
      return;
    }
    if (item instanceof BundleItem.Run run) {
      next(run);
      return;
    }
    try {
      take(item);
    } catch (BundleRefusedException e) {
      stopped = true;
      AuditFault fault = AuditFault.BUNDLE_NOT_READABLE;
      found(fault, order.line(), fault.explanation() + ": " + e.getMessage());
    }
  }

  /** Entries that do not just continue the log are taken one by one. */
  private void next(BundleItem.Run run) {
    if (order.isInLog() && check().continues(run.entries())) {
      order.next(run);
      count(0, run.entries().size(), run.bodies(), 0, 0, 0);
      check().run(run);
    } else {
      run.lines().get().forEach(this::next);
    }
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  private void found(AuditFault fault, long seq, String explanation) {
    findings.add(new FindingList.Where("", seq, Optional.empty()), fault, explanation);
  }

  private void take(BundleItem item) {
    order.next(item);
    if (item instanceof BundleItem.Entry entry) {
      count(0, 1, 0, 0, 0, 0);
      check().entry(entry);
    } else if (item instanceof BundleItem.Body body) {
      count(0, 0, 1, 0, 0, 0);
      check().body(body);
    } else if (item instanceof BundleItem.Node node) {
      count(0, 0, 0, 1, 0, 0);
      check().node(node);
    } else if (item instanceof BundleItem.Checkpoint checkpoint) {
      count(0, 0, 0, 0, 1, 0);
      check().checkpoint(checkpoint);
    } else if (item instanceof BundleItem.Anchor anchor) {
      count(0, 0, 0, 0, 0, 1);
      check().anchor(anchor);
    } else if (item instanceof BundleItem.Head head) {
      check().head(head);
    } else {
      takeFrame(item);
    }
  }

  private void takeFrame(BundleItem item) {
    if (item instanceof BundleItem.Begin begin) {
      begin(begin.installation());
    } else if (item instanceof BundleItem.Log line) {
      count(1, 0, 0, 0, 0, 0);
      begin(line);
    } else if (item instanceof BundleItem.End end) {
      endLog();
      ended = true;
      if (!end.counts().equals(counts)) {
        AuditFault fault = AuditFault.BUNDLE_COUNT_MISMATCH;
        found(fault, order.line(), fault.explanation());
      }
    }
  }

  private void count(long logs, long entries, long bodies, long nodes, long notes, long receipts) {
    counts = counts.plus(new LineCounts(logs, entries, bodies, nodes, notes, receipts));
  }

  private LogCheck check() {
    return log.orElseThrow();
  }

  private void begin(String name) {
    try {
      installation = Optional.of(AuditOrigin.requireInstallation(name));
    } catch (IllegalArgumentException e) {
      throw new BundleRefusedException("the name of the installation is none", e);
    }
    for (Checkpoint known : trust.known()) {
      know(known, RootSource.TRUSTED, 0);
    }
    anchors.read(
        name,
        (line, checkpoint) -> know(checkpoint, RootSource.ANCHOR, line),
        (line, fault) -> found(fault, line, fault.explanation()));
    ofLogOfLogs.open();
    outside.open();
  }

  private void know(Checkpoint known, RootSource source, long place) {
    Optional<UUID> of = LogName.tenant(installation.orElseThrow(), known.origin());
    if (of.isPresent()) {
      KnownRoots roots = of.get().equals(LogName.LOG_OF_LOGS) ? ofLogOfLogs : outside;
      roots.add(new KnownRoot(of.get(), known.size(), known.root(), source, place));
    } else if (source == RootSource.TRUSTED) {
      AuditFault fault = AuditFault.CHECKPOINT_ORIGIN_MISMATCH;
      found(fault, known.size(), "the trusted checkpoint is of another installation");
    }
  }

  private void begin(BundleItem.Log line) {
    endLog();
    UUID next =
        LogName.tenant(installation.orElseThrow(), line.origin())
            .orElseThrow(
                () -> new BundleRefusedException("a log is not named after the installation"));
    boolean logOfLogs = next.equals(LogName.LOG_OF_LOGS);
    if (logOfLogs ? tenant.isPresent() : tenant.filter(last -> !before(last, next)).isPresent()) {
      throw new BundleRefusedException(
          "logs are not in order: the log of logs first, the others by ascending tenant id");
    }
    List<KnownRoots> known = logOfLogs ? List.of(ofLogOfLogs) : List.of(outside, openClaims());
    known.forEach(roots -> passMissing(roots, next));
    tenant = Optional.of(next);
    onlyKnown |= isOnly(next);
    log =
        Optional.of(
            new LogCheck(
                line.origin(),
                next,
                new LogCheck.Neighbours(
                    trust, known, anchoredPlaces, logOfLogs ? claimed::add : claim -> {}),
                findings));
  }

  private static boolean before(UUID one, UUID other) {
    // The log of logs is before all others, whatever its id.
    return one.equals(LogName.LOG_OF_LOGS) || one.toString().compareTo(other.toString()) < 0;
  }

  private KnownRoots openClaims() {
    if (!claimsOpen) {
      claimsOpen = true;
      claimed.open();
    }
    return claimed;
  }

  /** Logs that are known of and come before this one are not there. */
  private void passMissing(KnownRoots roots, UUID next) {
    passMissing(roots, root -> root.tenant().toString().compareTo(next.toString()) < 0);
  }

  private void passMissing(KnownRoots roots, Predicate<KnownRoot> isBefore) {
    Optional<UUID> last = Optional.empty();
    while (roots.peek().filter(isBefore).isPresent()) {
      UUID missing = roots.peek().get().tenant();
      if (!last.equals(Optional.of(missing))) {
        missing(missing, roots.peek().get().size());
        last = Optional.of(missing);
      }
      roots.advance();
    }
  }

  private void missing(UUID gone, long size) {
    onlyKnown |= isOnly(gone);
    // What outside remembers of the log of logs is what all other logs are anchored by.
    if (trust.only().isEmpty() || isOnly(gone) || gone.equals(LogName.LOG_OF_LOGS)) {
      String origin = installation.orElseThrow() + "/" + gone;
      AuditFault fault = AuditFault.LOG_MISSING;
      findings.add(
          new FindingList.Where(origin, size, Optional.empty()), fault, fault.explanation());
    }
  }

  private boolean isOnly(UUID other) {
    return trust.only().equals(Optional.of(other));
  }

  private void endLog() {
    if (log.isEmpty()) {
      return;
    }
    try (LogCheck done = log.get()) {
      LogReport report = done.finish();
      totals = totals.plus(report);
      if (tenant.equals(Optional.of(LogName.LOG_OF_LOGS))) {
        anchoredPlaces = report.anchoredTo();
        logOfLogsStampedAt = report.stampedAt();
      }
      stale |= isStale(report);
      if (reports.size() < MOST_LOGS) {
        reports.add(report);
      }
    }
    log = Optional.empty();
  }

  /** What is wanted of the log of logs is good for the logs that it speaks of. */
  private boolean isStale(LogReport report) {
    return trust
        .receipts()
        .since()
        .filter(
            since ->
                Stream.of(report.stampedAt(), logOfLogsStampedAt)
                    .allMatch(time -> time.filter(at -> !at.isBefore(since)).isEmpty()))
        .isPresent();
  }

  /** No more lines come. */
  VerificationReport finish() {
    log.ifPresent(LogCheck::late);
    if (ended && !stopped) {
      finishLogs();
    } else if (!stopped) {
      found(AuditFault.BUNDLE_CUT, order.line(), AuditFault.BUNDLE_CUT.explanation());
    }
    if (counts.entries() == 0 && !stopped) {
      AuditFault fault = AuditFault.NOTHING_TO_VERIFY;
      found(fault, 0, fault.explanation());
    }
    VerificationReport.Terms terms =
        new VerificationReport.Terms(trust.policy().isPresent(), stale, 0);
    return new VerificationReport(totals, reports, findings.counts(), findings.listed(), terms);
  }

  /** What is missing is only known of a bundle that is whole. */
  private void finishLogs() {
    passMissing(ofLogOfLogs, root -> true);
    passMissing(outside, root -> true);
    passMissing(openClaims(), root -> true);
    if (trust.only().isPresent() && !onlyKnown) {
      String origin = installation.orElseThrow() + "/" + trust.only().get();
      AuditFault fault = AuditFault.NOTHING_TO_VERIFY;
      findings.add(new FindingList.Where(origin, 0, Optional.empty()), fault, fault.explanation());
    }
  }

  @Override
  public void close() {
    log.ifPresent(LogCheck::close);
    ofLogOfLogs.close();
    outside.close();
    claimed.close();
  }
}
