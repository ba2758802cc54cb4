// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

/**
 * A line and where it is in its file.
 *
 * @param start the place of its first octet
 * @param line the line
 */
record WrittenLine(long start, AnchorLine line) {}
