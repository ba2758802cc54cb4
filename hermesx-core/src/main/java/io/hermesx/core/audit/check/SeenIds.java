// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import java.util.UUID;

/** The ids that the events of a log had so far. */
@FunctionalInterface
public interface SeenIds {

  /**
   * Takes the id of an event.
   *
   * @return false if it was there before and that is known already; who keeps ids outside memory
   *     may find out later, and then reports it himself
   */
  boolean add(UUID id, long seq);
}
