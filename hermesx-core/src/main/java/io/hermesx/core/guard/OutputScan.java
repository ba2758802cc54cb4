// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.scan.ScanAction;
import io.hermesx.core.scan.ScanDirection;
import io.hermesx.core.scan.ScanInput;
import io.hermesx.core.scan.ScanVerdict;
import io.hermesx.core.tenant.TenantId;
import java.util.Set;
import java.util.TreeSet;

/** The scan of what comes out, and the cap on its size. */
final class OutputScan {

  /** The verdict where nothing may pass. */
  static final Verdict WITHHELD = new Verdict(true, "", Set.of());

  private static final int SCANNED_TIMES_KEPT = 4;

  private OutputScan() {}

  /**
   * What is left of a text.
   *
   * @param withheld whether nothing of it may pass
   * @param text what may pass
   * @param signals what was noticed
   */
  record Verdict(boolean withheld, String text, Set<String> signals) {}

  /**
   * Scans a text, then cuts it to the size that may be kept. What is cut off before the scan is
   * never shown.
   */
  static Verdict of(GuardParts parts, TenantId tenant, ScanDirection direction, String text) {
    int kept = parts.options().maxResultChars();
    String scannable = text.substring(0, boundary(text, kept * SCANNED_TIMES_KEPT));
    Verdict verdict = uncut(parts, tenant, direction, scannable);
    int end = boundary(verdict.text(), kept);
    int dropped = text.length() - scannable.length() + verdict.text().length() - end;
    if (verdict.withheld() || dropped == 0) {
      return verdict;
    }
    String cut = verdict.text().substring(0, end) + "\n[" + dropped + " characters left out]";
    return new Verdict(false, cut, verdict.signals());
  }

  /**
   * Scans a text whose size somebody else has bounded. Consent cannot be asked for what has
   * happened already.
   */
  static Verdict uncut(GuardParts parts, TenantId tenant, ScanDirection direction, String text) {
    ScanVerdict verdict = parts.gates().scanner().scan(new ScanInput(tenant, direction, text));
    boolean passes = verdict.action() == ScanAction.PASS;
    return new Verdict(!passes, passes ? verdict.text() : "", verdict.signals());
  }

  /** Joins what was noticed on the way in and on the way out. */
  static Set<String> join(Set<String> in, Set<String> out) {
    if (in.isEmpty()) {
      return out;
    }
    Set<String> all = new TreeSet<>(in);
    all.addAll(out);
    return all;
  }

  /** Returns where to cut: at most {@code max}, and never between the two halves of a character. */
  private static int boundary(String text, int max) {
    if (text.length() <= max) {
      return text.length();
    }
    return Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
  }
}
