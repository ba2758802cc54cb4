// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.AuditStatus.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What kept logs from being signed in a round. Each is logged when it is new, not every round. Only
 * {@link #last} may be called by other threads.
 */
final class RoundFailures {

  private static final Logger LOG = LoggerFactory.getLogger(SignedAuditChain.class);
  private static final int MOST = 1_000;

  private final List<Failure> failures = new ArrayList<>();
  private volatile List<Failure> last = List.of();

  void begin() {
    failures.clear();
  }

  void add(String log, String reason) {
    if (failures.size() < MOST) {
      failures.add(new Failure(log, reason));
    }
    end();
  }

  void add(String log, Throwable reason) {
    String message = reason.getMessage();
    add(log, message == null ? reason.getClass().getName() : message);
  }

  /** Whether something kept this log from being signed, or what was signed from being stored. */
  boolean has(String log) {
    return failures.stream().anyMatch(failure -> failure.log().equals(log));
  }

  /** What was added is what the round says. */
  void end() {
    Set<Failure> known = new HashSet<>(last);
    for (Failure failure : failures) {
      if (known.add(failure)) {
        LOG.warn(
            "the audit log {} is not signed to its end, or takes no events; what is on record stays: {}",
            failure.log(),
            failure.reason());
      }
    }
    last = List.copyOf(failures);
  }

  List<Failure> last() {
    return last;
  }
}
