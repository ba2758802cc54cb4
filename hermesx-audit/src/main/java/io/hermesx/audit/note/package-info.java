// SPDX-License-Identifier: Apache-2.0

/**
 * Checkpoints and who signed them: what a log says of itself in a few lines of text that anyone can
 * keep and check.
 *
 * <p>A {@link io.hermesx.audit.note.Checkpoint} names a log, its size and the root of its Merkle
 * tree (C2SP tlog-checkpoint). A {@link io.hermesx.audit.note.Note} is a text with signatures under
 * it (C2SP signed-note); each {@link io.hermesx.audit.note.NoteSignature} names its key, and a
 * {@link io.hermesx.audit.note.VerifierKey} is that key's public half. What is read is read
 * strictly: a note has one spelling.
 */
package io.hermesx.audit.note;
