// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

/**
 * A place that opening a {@link Spool} found unreadable although it had been on disk.
 *
 * @param file where: the name of the file as it is called now, after it was set aside
 * @param offset from which octet of it on
 * @param octets how many octets could not be read; 0 where they are not there at all
 * @param records how many acknowledged records, not removed so far, are missing there
 */
public record SpoolDamage(String file, long offset, long octets, long records) {}
