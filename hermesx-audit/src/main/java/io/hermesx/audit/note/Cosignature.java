// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.time.Instant;

/**
 * A signature of a witness over a checkpoint that was verified.
 *
 * @param witness whose it is
 * @param time when the witness says that this was the largest checkpoint it had seen of the log, in
 *     whole seconds: from 1970-01-01T00:00:01Z to the end of the year 9999
 * @param signature the signature itself
 */
public record Cosignature(WitnessKey witness, Instant time, NoteSignature signature) {}
