// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

/**
 * One thing wrong with a log.
 *
 * @param seq the place it was found at
 * @param code what is wrong, such as {@code leaf-mismatch}
 * @param explanation for a person
 */
public record AuditFinding(long seq, String code, String explanation) {}
