// SPDX-License-Identifier: Apache-2.0

/**
 * The store on PostgreSQL, where row-level security keeps tenants apart. It has no code yet: {@code
 * io.hermesx.core.store} holds the contracts that will be implemented here, and the in-memory
 * reference that hosts can run on today.
 */
package io.hermesx.store.postgres;
