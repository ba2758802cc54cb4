// SPDX-License-Identifier: Apache-2.0
/**
 * What the boundary between tenants costs on PostgreSQL: {@link
 * io.hermesx.examples.benchmarks.store.StoreSuite} measures the store, and the driver alone on
 * tables without row-level security, in the same run and in turns.
 */
package io.hermesx.examples.benchmarks.store;
