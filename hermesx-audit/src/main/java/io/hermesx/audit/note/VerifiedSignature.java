// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.time.Instant;
import java.util.Optional;

/**
 * A signature of a known key over a checkpoint that was verified.
 *
 * @param key whose it is
 * @param time when the key says that it signed, in whole seconds; empty for Ed25519, which signs no
 *     time, and for an ML-DSA-44 cosignature with the time 0, which makes no statement about it
 */
public record VerifiedSignature(VerifierKey key, Optional<Instant> time) {}
