// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.util.Optional;
import java.util.UUID;

/**
 * One thing wrong with a log or with the bundle it is in.
 *
 * @param log the name of the log; empty for the bundle as a whole
 * @param seq the place it was found at: of an event, or a size
 * @param event the event, where it is one that is wrong
 * @param code what is wrong, such as {@code leaf-mismatch}
 * @param attack which attacks of the threat model look like that, such as {@code A1 A6}
 * @param explanation for a person; made of this program's words, nothing of it is from the log
 */
public record Finding(
    String log, long seq, Optional<UUID> event, String code, String attack, String explanation) {}
