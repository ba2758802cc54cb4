// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import java.util.List;
import java.util.OptionalLong;

/**
 * A page of events that answer an {@link AuditQuery}.
 *
 * @param entries the events, in the order of their places
 * @param next the place to go on from, also where the page is short because enough was read for one
 *     call; empty if nothing more can follow
 */
public record AuditPage(List<AuditEntry> entries, OptionalLong next) {

  /** Copies the list. */
  public AuditPage {
    entries = List.copyOf(entries);
  }
}
