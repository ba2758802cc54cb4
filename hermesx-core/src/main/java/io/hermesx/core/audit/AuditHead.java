// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import java.time.Instant;

/**
 * Where the log of a tenant stands: what is needed to append to it, and nothing else.
 *
 * @param origin the log's name, unique in the world: installation and tenant
 * @param size how many events it holds
 * @param previous the leaf hash of the last event; of no meaning while there is none, because the
 *     genesis hash comes into being with the first event
 * @param frontier the roots of the complete subtrees, from the largest to the smallest (RFC 6962)
 * @param lastRecordedAt when the last event was sequenced; the next one is recorded later than that
 */
public record AuditHead(
    String origin, long size, Sha256 previous, MerkleFrontier frontier, Instant lastRecordedAt) {}
