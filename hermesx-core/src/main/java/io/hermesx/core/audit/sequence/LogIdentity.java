// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.StagedScanner;

/**
 * What is the same in every header that a writer puts into a log.
 *
 * @param origin the name of the log
 * @param writer who writes
 * @param scanner reads what is to be put there; one for all logs of a writer, for who has the turn
 */
record LogIdentity(AuditOrigin origin, Writer writer, StagedScanner scanner) {}
