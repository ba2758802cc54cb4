// SPDX-License-Identifier: Apache-2.0
/**
 * The record of what was done: {@link io.hermesx.core.receipt.Receipt}, an intent row before and a
 * final row after, with the verdict of each {@link io.hermesx.core.receipt.Stage}. Receipts answer
 * a repeated call; proving that nobody changed the record is the business of {@link
 * io.hermesx.core.audit}.
 */
package io.hermesx.core.receipt;
