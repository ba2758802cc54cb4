// SPDX-License-Identifier: Apache-2.0

/**
 * Places outside the audited database that remember checkpoints, and the reading of what they
 * remember: an append-only file ({@link io.hermesx.audit.anchor.FileAnchor}, {@link
 * io.hermesx.audit.anchor.AnchorFile}), a time-stamp authority by RFC 3161 ({@link
 * io.hermesx.audit.anchor.TimestampAnchor}, {@link io.hermesx.audit.anchor.TimestampVerifier}) and
 * a witness by C2SP tlog-witness ({@link io.hermesx.audit.anchor.WitnessAnchor}).
 */
package io.hermesx.audit.anchor;
