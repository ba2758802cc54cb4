// SPDX-License-Identifier: Apache-2.0
/**
 * The store in this JVM's memory: {@link io.hermesx.core.store.memory.MemoryStore}, and the {@link
 * io.hermesx.core.store.memory.MemoryAuditLog} it stages audit events in. The contracts are those of
 * {@link io.hermesx.core.store}; nothing here outlives the process.
 */
package io.hermesx.core.store.memory;
