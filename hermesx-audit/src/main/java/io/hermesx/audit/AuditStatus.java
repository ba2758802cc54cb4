// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the signed record reaches, and what keeps it from reaching further. None of it stops the
 * service: events are on record whether or not they are signed yet.
 *
 * @param signedAt when the log of logs was last signed by this chain; empty if it was not yet
 * @param signedSize the size of the log of logs that was signed then
 * @param failures what kept logs from being signed in the last round, or from taking events since
 *     the one before, by log; empty if nothing did
 * @param anchors how far each anchor is, in the order they were given
 */
public record AuditStatus(
    Optional<Instant> signedAt,
    long signedSize,
    List<Failure> failures,
    List<AnchorStatus> anchors) {

  /** Copies the lists. */
  public AuditStatus {
    failures = List.copyOf(failures);
    anchors = List.copyOf(anchors);
  }

  /**
   * Tells whether everything was signed, and every anchor had it, no longer ago than this. What a
   * clock that ran ahead put as far into the time to come does not count.
   *
   * @param now the time by the clock of the chain
   * @param limit how far from now the last signature, and {@code currentAt} of each anchor, may be
   */
  public boolean isCurrent(Instant now, Duration limit) {
    return failures.isEmpty()
        && isWithin(signedAt, now, limit)
        && anchors.stream().allMatch(anchor -> anchor.isCurrent(now, limit));
  }

  private static boolean isWithin(Optional<Instant> time, Instant now, Duration limit) {
    return time.isPresent()
        && !time.get().plus(limit).isBefore(now)
        && !time.get().minus(limit).isAfter(now);
  }

  /**
   * What kept one log, or all of them, from being signed or from taking events.
   *
   * @param log the origin of the log, or {@code *} for all
   * @param reason what is wrong and what to do about it
   */
  public record Failure(String log, String reason) {}

  /**
   * How far one anchor is.
   *
   * @param name the name of the anchor
   * @param anchoredAt when it last took a checkpoint from this chain; empty if it did not yet
   * @param currentAt when a round last ended with this anchor having what it is to have: as {@code
   *     anchoredAt}, or later if nothing happened since, for which it is not asked at each
   *     heartbeat
   * @param size the size of the log of logs that it took then
   * @param failure why it did not take the last one it was given
   */
  public record AnchorStatus(
      String name,
      Optional<Instant> anchoredAt,
      Optional<Instant> currentAt,
      long size,
      Optional<String> failure) {

    private boolean isCurrent(Instant now, Duration limit) {
      return failure.isEmpty() && isWithin(currentAt, now, limit);
    }
  }
}
