// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.audit.format.AuditOrigin;

/**
 * What is the same in every header that a writer puts into a log.
 *
 * @param origin the name of the log
 * @param writer who writes
 */
record LogIdentity(AuditOrigin origin, Writer writer) {}
