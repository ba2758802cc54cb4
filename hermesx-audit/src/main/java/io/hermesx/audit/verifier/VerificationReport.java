// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.format.AuditFault;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What verifying a bundle found: four verdicts, what they rest on, and everything that is wrong.
 * Immutable.
 */
public final class VerificationReport {

  private final Totals totals;
  private final List<LogReport> logs;
  private final Map<AuditFault, Long> counts;
  private final List<Finding> findings;
  private final Terms terms;

  VerificationReport(
      Totals totals,
      List<LogReport> logs,
      Map<AuditFault, Long> counts,
      List<Finding> findings,
      Terms terms) {
    this(new Body(totals, logs, counts, findings), terms);
  }

  private VerificationReport(Body body, Terms terms) {
    this.totals = body.totals();
    this.logs = List.copyOf(body.logs());
    this.counts = new EnumMap<>(AuditFault.class);
    this.counts.putAll(body.counts());
    this.findings = List.copyOf(body.findings());
    this.terms = terms;
  }

  /**
   * What is more than findings.
   *
   * @param hasPolicy whether it was known whose signatures count
   * @param isStale whether a log has no receipt since the time that was wanted
   * @param tail how many events of each log need not be signed or anchored yet
   */
  record Terms(boolean hasPolicy, boolean isStale, long tail) {}

  private record Body(
      Totals totals, List<LogReport> logs, Map<AuditFault, Long> counts, List<Finding> findings) {}

  /** The same findings, where so many events of each log need not be signed or anchored yet. */
  VerificationReport withTail(long allowed) {
    return new VerificationReport(
        new Body(totals, logs, counts, findings),
        new Terms(terms.hasPolicy(), terms.isStale(), allowed));
  }

  /** All logs together. */
  public Totals totals() {
    return totals;
  }

  /** Each log, the first 10,000 of them. */
  public List<LogReport> logs() {
    return logs;
  }

  /** The findings, the first 10,000 of them. */
  public List<Finding> findings() {
    return findings;
  }

  /** How many findings there are of each kind. */
  Map<AuditFault, Long> counts() {
    return counts;
  }

  /** How many findings there are, listed or not. */
  public long found() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether headers, chain and tree hold together and are what was signed and anchored. */
  public String integrity() {
    if (has(Area.INTEGRITY, Severity.TAMPERED)) {
      return "broken";
    }
    if (has(Area.INTEGRITY, Severity.UNREADABLE)) {
      return "unreadable";
    }
    return totals.events() == 0 ? "nothing" : "ok";
  }

  /** Whether everything is there, and known to be everything. */
  public String completeness() {
    if (has(Area.COMPLETENESS, Severity.TAMPERED)) {
      return "broken";
    }
    boolean open = totals.mostUnsigned() > terms.tail() || totals.mostUnanchored() > terms.tail();
    return open || isStale() || has(Area.COMPLETENESS, Severity.INCOMPLETE) ? "incomplete" : "ok";
  }

  /** Whether a log has no receipt of an anchor since the time that was wanted. */
  boolean isStale() {
    return terms.isStale();
  }

  /** Whether the bodies are there and the same. */
  public String payload() {
    if (has(Area.PAYLOAD, Severity.TAMPERED)) {
      return "broken";
    }
    return has(Area.PAYLOAD, Severity.INCOMPLETE) ? "missing" : "ok";
  }

  /** Whether those signed who may. */
  public String policy() {
    if (!terms.hasPolicy()) {
      return "unchecked";
    }
    return has(Area.POLICY, Severity.TAMPERED) ? "broken" : "ok";
  }

  private boolean has(Area area, Severity severity) {
    return counts.keySet().stream()
        .map(FaultMeaning::of)
        .anyMatch(meaning -> meaning.area() == area && meaning.severity() == severity);
  }

  /** The whole in one word. */
  public Outcome outcome() {
    List<String> verdicts = List.of(integrity(), completeness(), payload(), policy());
    if (verdicts.contains("broken")) {
      return Outcome.TAMPERED;
    }
    if (verdicts.contains("unreadable")) {
      return Outcome.UNREADABLE;
    }
    return verdicts.stream().allMatch("ok"::equals) ? Outcome.OK : Outcome.INCOMPLETE;
  }
}
