// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import java.util.UUID;

/**
 * An event in its place.
 *
 * @param seq its place, from 0 without a gap
 * @param id the event's identity
 * @param header the exact octets that were hashed; treat as immutable
 * @param leaf the hash of the header, as it stands in the tree
 */
@SuppressWarnings("ArrayRecordComponent")
public record AuditEntry(long seq, UUID id, byte[] header, Sha256 leaf) {}
