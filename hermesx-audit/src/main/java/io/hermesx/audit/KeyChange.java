// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import java.util.Optional;

/**
 * What the signer's memory is told about the keys of one log around a signature.
 *
 * @param first told together with what is signed, before anybody signs
 * @param last told once the signed checkpoint is stored
 */
record KeyChange(Optional<SignerMove> first, Optional<SignerMove> last) {

  /** The same keys sign on. */
  static final KeyChange NONE = new KeyChange(Optional.empty(), Optional.empty());
}
