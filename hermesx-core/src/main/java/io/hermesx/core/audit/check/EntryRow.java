// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

/**
 * What stands beside a header.
 *
 * @param seq the place
 * @param octets where id and leaf stand
 * @param id where the 36 characters of the id start
 * @param leaf where the 44 characters of the leaf in padded base64 start
 */
@SuppressWarnings("ArrayRecordComponent")
public record EntryRow(long seq, byte[] octets, int id, int leaf) {}
