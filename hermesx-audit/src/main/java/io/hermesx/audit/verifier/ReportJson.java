// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.util.Locale;
import java.util.stream.Collectors;

/** A report as one JSON object on one line (docs/reference/audit-format.md). */
final class ReportJson {

  private ReportJson() {}

  static String of(VerificationReport report) {
    Totals totals = report.totals();
    return "{\"v\":1,\"outcome\":\""
        + report.outcome().name().toLowerCase(Locale.ROOT)
        + "\",\"exit\":"
        + report.outcome().code()
        + ",\"integrity\":\""
        + report.integrity()
        + "\",\"completeness\":\""
        + report.completeness()
        + "\",\"payload\":\""
        + report.payload()
        + "\",\"policy\":\""
        + report.policy()
        + "\",\"log_count\":"
        + totals.logs()
        + ",\"events\":"
        + totals.events()
        + ",\"unsigned\":"
        + totals.unsigned()
        + ",\"unanchored\":"
        + totals.unanchored()
        + ",\"bodies\":"
        + bodies(totals.bodies())
        + ",\"finding_count\":"
        + report.found()
        + ",\"counts\":"
        + counts(report)
        + ",\"logs\":"
        + report.logs().stream().map(ReportJson::log).collect(Collectors.joining(",", "[", "]"))
        + ",\"findings\":"
        + report.findings().stream()
            .map(ReportJson::finding)
            .collect(Collectors.joining(",", "[", "]"))
        + "}";
  }

  private static String counts(VerificationReport report) {
    return report.counts().entrySet().stream()
        .map(count -> "\"" + count.getKey().code() + "\":" + count.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String bodies(BodyCounts bodies) {
    return "{\"present\":"
        + bodies.present()
        + ",\"missing\":"
        + bodies.missing()
        + ",\"altered\":"
        + bodies.altered()
        + "}";
  }

  private static String log(LogReport log) {
    return "{\"log\":"
        + PlainText.json(log.log())
        + ",\"events\":"
        + log.events()
        + ",\"root\":\""
        + log.root().hex()
        + "\",\"signed_to\":"
        + log.signedTo()
        + ",\"anchored_to\":"
        + log.anchoredTo()
        + log.stampedAt().map(time -> ",\"stamped_at\":\"" + time + "\"").orElse("")
        + ",\"bodies\":"
        + bodies(log.bodies())
        + "}";
  }

  private static String finding(Finding finding) {
    return "{\"log\":"
        + PlainText.json(finding.log())
        + ",\"seq\":"
        + finding.seq()
        + finding.event().map(event -> ",\"event\":\"" + event + "\"").orElse("")
        + ",\"code\":\""
        + finding.code()
        + "\",\"attack\":\""
        + finding.attack()
        + "\",\"explanation\":"
        + PlainText.json(finding.explanation())
        + "}";
  }
}
