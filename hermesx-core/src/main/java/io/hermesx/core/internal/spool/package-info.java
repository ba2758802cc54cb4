// SPDX-License-Identifier: Apache-2.0
/**
 * What has to survive this process while the place it belongs is away: {@link
 * io.hermesx.core.internal.spool.Spool}, a bounded queue of octet records on the local disk. An
 * append returns when its records are on disk; a record leaves when somebody says that it was
 * delivered, and may be seen again after a crash. Everything touches files through {@code
 * SpoolFiles}, so that tests can cut the power.
 */
package io.hermesx.core.internal.spool;
