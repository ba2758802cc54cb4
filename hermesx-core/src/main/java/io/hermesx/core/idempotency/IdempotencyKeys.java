// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.idempotency;

import io.hermesx.core.Sha256;
import java.util.Optional;

/**
 * The writes of one tenant that may be repeated, inside the transaction of their effect: key,
 * effect and answer are kept together or not at all. An answer is kept for at least 24 hours.
 */
public interface IdempotencyKeys {

  /**
   * Takes a key for this transaction, unless it was used before. Blocks while another transaction
   * holds it.
   *
   * @param request the digest of the request
   * @return what was answered before, or empty if the key is new: then do the work and call {@link
   *     #answer} before the transaction ends
   * @throws IllegalStateException if this transaction has taken the key already
   */
  Optional<IdempotentAnswer> claim(IdempotencyKey key, Sha256 request);

  /**
   * Writes down what is answered.
   *
   * @param answer the answer, in the host's own form: any text of whole characters
   * @throws IllegalArgumentException if it has half a surrogate pair
   * @throws IllegalStateException if this transaction has not taken the key, or has answered it
   *     already
   */
  void answer(IdempotencyKey key, String answer);
}
