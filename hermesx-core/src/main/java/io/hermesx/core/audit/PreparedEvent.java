// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audit event as opaque octets: everything that can be decided before its place in the log is
 * known. A transaction stages it; the sequencer gives it place and hash later.
 *
 * @param tenant whose log it goes to
 * @param id the event's identity, a UUIDv7; staging or sequencing it twice is the same as once
 * @param octets canonical JSON of the header without its place; treat as immutable
 * @param bodies the encrypted payload that the header names; empty where the event comes from the
 *     stage, which keeps it apart
 */
@SuppressWarnings("ArrayRecordComponent")
public record PreparedEvent(TenantId tenant, UUID id, byte[] octets, List<EventBody> bodies) {

  /** Copies the list. */
  public PreparedEvent {
    bodies = List.copyOf(bodies);
  }

  /** Creates an event without payload. */
  public PreparedEvent(TenantId tenant, UUID id, byte[] octets) {
    this(tenant, id, octets, List.of());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PreparedEvent that
        && tenant.equals(that.tenant)
        && id.equals(that.id)
        && Arrays.equals(octets, that.octets)
        && bodies.equals(that.bodies);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
