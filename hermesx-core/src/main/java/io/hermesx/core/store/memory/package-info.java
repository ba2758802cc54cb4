// SPDX-License-Identifier: Apache-2.0
/**
 * A store that keeps everything in this JVM and loses it when the JVM ends: for a first call, for
 * tests, and as the model that every other store is compared with. {@link
 * io.hermesx.core.store.memory.MemoryStore} is all of it; {@link
 * io.hermesx.core.store.memory.MemoryAuditLog} is its audit log and works alone. Nothing here
 * writes a file or opens a connection.
 */
package io.hermesx.core.store.memory;
