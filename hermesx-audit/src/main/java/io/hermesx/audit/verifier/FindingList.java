// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.format.AuditFault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Counts all findings and lists so many of them that they fit into memory. Not thread-safe. */
final class FindingList {

  /** The most findings that are listed. */
  static final int MOST = 10_000;

  private final List<Finding> listed = new ArrayList<>();
  private final Map<AuditFault, Long> counts = new EnumMap<>(AuditFault.class);

  void add(Where where, AuditFault fault, String explanation) {
    counts.merge(fault, 1L, Long::sum);
    if (listed.size() < MOST) {
      listed.add(
          new Finding(
              where.log(),
              where.seq(),
              where.event(),
              fault.code(),
              FaultMeaning.of(fault).attack(),
              explanation));
    }
  }

  /** Everything that was found, by what it is. */
  Map<AuditFault, Long> counts() {
    return counts;
  }

  List<Finding> listed() {
    return listed;
  }

  /** Where something was found. */
  record Where(String log, long seq, Optional<UUID> event) {}
}
