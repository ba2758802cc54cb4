// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.util.Locale;

/** A report for a person: the verdicts, each log, each finding. */
final class ReportText {

  private static final int MOST_LINES = 100;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  static String of(VerificationReport report) {
    ReportText out = new ReportText();
    out.verdicts(report);
    out.logs(report);
    out.findings(report);
    return out.text.toString();
  }

  private void verdicts(VerificationReport report) {
    Totals totals = report.totals();
    line(
        "INTEGRITY     "
            + report.integrity()
            + ": "
            + totals.events()
            + " events in "
            + totals.logs()
            + " logs");
    line(
        "COMPLETENESS  "
            + report.completeness()
            + ": "
            + totals.unsigned()
            + " events behind the last signed checkpoint, "
            + totals.unanchored()
            + " behind the last anchor"
            + (report.isStale() ? "; a log has no receipt since the time that is wanted" : ""));
    BodyCounts bodies = totals.bodies();
    line(
        "PAYLOAD       "
            + report.payload()
            + ": "
            + bodies.present()
            + " bodies present, "
            + bodies.missing()
            + " missing, "
            + bodies.altered()
            + " altered");
    line(
        "POLICY        "
            + report.policy()
            + (report.policy().equals("unchecked")
                ? ": without --policy nothing is proven about who signed"
                : ""));
  }

  private void logs(VerificationReport report) {
    line("");
    report.logs().stream()
        .limit(MOST_LINES)
        .forEach(
            log ->
                line(
                    log.log()
                        + ": "
                        + log.events()
                        + " events, signed up to "
                        + log.signedTo()
                        + ", anchored up to "
                        + log.anchoredTo()
                        + log.stampedAt().map(time -> ", stamped at " + time).orElse("")));
    rest(report.totals().logs(), "logs");
  }

  private void findings(VerificationReport report) {
    line("");
    report.findings().stream().limit(MOST_LINES).forEach(this::finding);
    rest(report.found(), "findings");
    line(report.found() + " findings");
    line(report.outcome().name().toLowerCase(Locale.ROOT));
  }

  private void finding(Finding finding) {
    line(
        finding.code()
            + " at "
            + finding.seq()
            + (finding.log().isEmpty() ? " of the bundle" : " of " + finding.log())
            + finding.event().map(event -> ", event " + event).orElse("")
            + (finding.attack().isEmpty() ? "" : " [" + finding.attack() + "]")
            + ": "
            + finding.explanation());
  }

  private void rest(long all, String what) {
    if (all > MOST_LINES) {
      line("and " + (all - MOST_LINES) + " more " + what + "; --json lists up to 10,000");
    }
  }

  private void line(String line) {
    text.append(PlainText.of(line)).append('\n');
  }
}
