// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.PreparedEvent;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An event that a thread waits for to be on record. */
final class Ticket {

  private final PreparedEvent event;
  private final Thread waiting = Thread.currentThread();
  private @Nullable RuntimeException failure;
  private volatile boolean done; // written last

  Ticket(PreparedEvent event) {
    this.event = event;
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
