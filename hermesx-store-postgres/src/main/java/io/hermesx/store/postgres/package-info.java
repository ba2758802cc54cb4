// SPDX-License-Identifier: Apache-2.0
/**
 * The store on PostgreSQL: {@link io.hermesx.store.postgres.PostgresStore} over row-level security,
 * and {@link io.hermesx.store.postgres.Migrations}, which makes its tables. {@link
 * io.hermesx.store.postgres.ContextKey} seals the tenant of each transaction, {@link
 * io.hermesx.store.postgres.IsolationGuard} holds the catalogue against what isolation needs, and
 * what is told of the work lives in {@code telemetry}. One small class for each concept holds its
 * SQL; policies and grants are written by the procedures {@code hermesx.protect} and {@code
 * hermesx.let} of V13. What a store promises is said in {@code io.hermesx.core.store}.
 */
package io.hermesx.store.postgres;
