// SPDX-License-Identifier: Apache-2.0

/**
 * Checkpoints and who signed them: what a log says of itself in a few lines of text that anyone can
 * keep and check.
 *
 * <p>A {@link io.hermesx.audit.note.Checkpoint} names a log, its size and the root of its Merkle
 * tree (C2SP tlog-checkpoint). A {@link io.hermesx.audit.note.Note} is a text with signatures under
 * it (C2SP signed-note); each {@link io.hermesx.audit.note.NoteSignature} names its key, and a
 * {@link io.hermesx.audit.note.VerifierKey} is that key's public half. Together they are a {@link
 * io.hermesx.audit.note.SignedCheckpoint}. What is read is read strictly: a note has one spelling.
 *
 * <p>A {@link io.hermesx.audit.note.CheckpointSigner} signs, wherever its private key is; a {@link
 * io.hermesx.audit.note.SigningKey} is one in memory. Whose signatures count is said by a {@link
 * io.hermesx.audit.note.TrustPolicy}: {@linkplain io.hermesx.audit.note.KeyGeneration generations}
 * of keys, an Ed25519 and an ML-DSA-44 key each, both of which must have signed unless the policy
 * says otherwise. The signatures of others are ignored; a wrong one of a known key refuses the
 * note.
 *
 * <p>Others sign along: a {@link io.hermesx.audit.note.WitnessKey} is that of a witness, and how
 * many of them are enough is said by a {@link io.hermesx.audit.note.WitnessPolicy}. Keys of logs
 * and of witnesses are two types, so that one never counts as the other.
 */
package io.hermesx.audit.note;
