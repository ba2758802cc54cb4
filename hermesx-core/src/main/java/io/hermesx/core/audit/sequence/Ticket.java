// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.PreparedEvent;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An event that a thread waits for to be on record. */
final class Ticket {

  private final PreparedEvent event;
  private final boolean ofChain;
  private final Thread waiting = Thread.currentThread();
  private @Nullable RuntimeException failure;
  private volatile boolean done; // written last

  private Ticket(PreparedEvent event, boolean ofChain) {
    this.event = event;
    this.ofChain = ofChain;
  }

  /** An event that a host made, or somebody in its name. */
  static Ticket ofHost(PreparedEvent event) {
    return new Ticket(event, false);
  }

  /** An event that the chain made. */
  static Ticket ofChain(PreparedEvent event) {
    return new Ticket(event, true);
  }

  /** Puts the event behind the end of its log; false if it is not what was prepared. */
  boolean putOn(LogTail tail) {
    return ofChain ? tail.appendOwn(event) : tail.append(event);
  }

  PreparedEvent event() {
    return event;
  }

  boolean isDone() {
    return done;
  }

  /** The event is on record. */
  void complete() {
    done = true;
    wake();
  }

  /** The event is not on record, or nobody knows. */
  void fail(RuntimeException reason) {
    failure = reason;
    done = true;
    wake();
  }

  /** Wakes the thread, which then looks whether its event is done or it is its turn to work. */
  void wake() {
    LockSupport.unpark(waiting);
  }

  /**
   * Throws what stood in the way, as an exception of the waiting thread's own where that is
   * possible.
   */
  void requireOnRecord() {
    RuntimeException reason = failure;
    if (reason instanceof HermesException || reason instanceof IllegalArgumentException) {
      throw reason;
    }
    if (reason != null) {
      throw new HermesException(
          "the audit event "
              + event.id()
              + " may or may not be on record; append the same event again, which is the same as"
              + " once",
          reason);
    }
  }
}
