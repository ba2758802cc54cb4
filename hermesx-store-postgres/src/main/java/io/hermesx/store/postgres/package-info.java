// SPDX-License-Identifier: Apache-2.0
/**
 * The store on PostgreSQL: {@link io.hermesx.store.postgres.PostgresStore} over row-level security,
 * and {@link io.hermesx.store.postgres.Migrations}, which makes its tables. One small class for
 * each concept holds its SQL; policies and grants are written in one place, the procedure {@code
 * hermesx.protect} of the first migration. What a store promises is said in {@code
 * io.hermesx.core.store}.
 */
package io.hermesx.store.postgres;
