// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.idempotency;

import io.hermesx.core.Sha256;

/**
 * What was answered when a key was first used.
 *
 * @param request the digest of the request it was used for; a repetition has the same
 * @param answer the answer, in the host's own form
 */
public record IdempotentAnswer(Sha256 request, String answer) {}
