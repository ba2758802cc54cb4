// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.MerkleFrontier;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a writer remembers of one log. Who works on it holds the turn of the {@link Sequencer}; only
 * what is volatile is read without it.
 *
 * <p>The writer's counter advances with what was appended, never with what was tried: events of a
 * transaction that was rolled back leave no gap. If an append ends without an answer, the very same
 * octets are tried again until the log tells which it was.
 */
final class LogState {

  private final LogIdentity identity;
  private final AtomicLong notifications = new AtomicLong();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final LostRaces races = new LostRaces();
  private long counter;
  private boolean headKnown;
  private @Nullable AuditHead head;
  private @Nullable AuditAppend unanswered;
  private boolean inDoubt;
  private volatile MerkleFrontier appended = MerkleFrontier.EMPTY;
  private volatile List<UUID> damaged = List.of();
  private boolean staged;
  private volatile boolean refused;

  LogState(LogIdentity identity) {
    this.identity = identity;
  }

  LogIdentity identity() {
    return identity;
  }

  /** Notes that something was staged and returns how often that was said. */
  long notified() {
    waiting.set(true);
    return notifications.incrementAndGet();
  }

  /** Whether something may be staged that was not read yet. From now on that counts anew. */
  boolean takeWaiting() {
    return waiting.getAndSet(false);
  }

  /** What is staged was not read, or not all of it. */
  void stillWaiting() {
    waiting.set(true);
  }

  /** Notes whether an event that was to be appended is on the stage, which was not read so far. */
  void staged(boolean is) {
    staged = is;
  }

  boolean isStaged() {
    return staged;
  }

  /** The tree after the last entries that this writer appended. */
  MerkleFrontier appended() {
    return appended;
  }

  /** The staged events that could not be sequenced when this was last tried. */
  List<UUID> damaged() {
    return damaged;
  }

  void damaged(List<UUID> events) {
    damaged = List.copyOf(events);
  }

  /** Whether the log refused what was last put behind it. */
  boolean refused() {
    return refused;
  }

  /** Whether the head has to be read before anything is put behind it. */
  boolean needsHead() {
    return !headKnown || unanswered != null;
  }

  void head(Optional<AuditHead> now) {
    head = now.orElse(null);
    headKnown = true;
  }

  Optional<AuditHead> head() {
    return Optional.ofNullable(head);
  }

  boolean isForeign() {
    return head != null && !head.origin().equals(identity.origin().text());
  }

  LogTail tail(long now) {
    return new LogTail(identity, head(), now, counter);
  }

  /**
   * Finds out what became of an append without an answer.
   *
   * @return how many events it turned out to have placed
   */
  int settle(AuditLog log) {
    AuditAppend append = unanswered;
    if (append == null || again().isPresent()) {
      return 0;
    }
    AuditEntry last = append.last();
    boolean there =
        log.read(append.tenant(), last.seq(), 1).stream()
            .anyMatch(entry -> entry.seq() == last.seq() && entry.leaf().equals(last.leaf()));
    settled(); // not before the log was read: while that fails, the doubt stays
    return there ? count(append) : 0;
  }

  /** The append that had no answer and that the log may still take as it is. */
  Optional<AuditAppend> again() {
    AuditAppend append = unanswered;
    long size = head == null ? 0 : head.size();
    return append != null && append.expectedSize() == size ? Optional.of(append) : Optional.empty();
  }

  void sent(AuditAppend append) {
    unanswered = append;
  }

  /** The answer did not come: the append may have taken place, or take place yet. */
  void lost() {
    headKnown = false;
    inDoubt = unanswered != null;
  }

  /** The append took place. */
  int kept(AuditAppend append) {
    settled();
    refused = false;
    races.end();
    head(Optional.of(append.head()));
    return count(append);
  }

  /** The append did not take place. */
  void notKept() {
    settled();
    headKnown = false;
  }

  private void settled() {
    unanswered = null;
    inDoubt = false;
  }

  /**
   * Somebody else was first, so the append did not take place. If it was tried before without an
   * answer, that somebody may have been this writer: the first try can be kept while the second is
   * under way. Returns what is said of that.
   */
  LostRaces lostRace(AuditAppend append) {
    if (inDoubt) {
      headKnown = false;
    } else {
      notKept();
    }
    races.lost(append.expectedSize());
    return races;
  }

  /** The append did not take place and will not. */
  void refuse() {
    notKept();
    refused = true;
  }

  private int count(AuditAppend append) {
    counter += append.entries().size();
    appended = append.head().frontier();
    return append.entries().size();
  }
}
