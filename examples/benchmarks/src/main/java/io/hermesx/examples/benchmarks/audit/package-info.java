// SPDX-License-Identifier: Apache-2.0
/**
 * What a record costs that nobody can change unnoticed: {@link
 * io.hermesx.examples.benchmarks.audit.AuditSuite} measures the audit log and its peers on one
 * durable PostgreSQL, in the same run and in turns.
 */
package io.hermesx.examples.benchmarks.audit;
