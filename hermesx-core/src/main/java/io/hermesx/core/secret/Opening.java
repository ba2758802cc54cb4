// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What came of opening a ciphertext. */
public sealed interface Opening {

  /**
   * It is the ciphertext of this key and place, and this was sealed.
   *
   * @param plaintext what was sealed; not shown by {@link #toString}
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Opened(byte[] plaintext) implements Opening {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Opened that && Arrays.equals(plaintext, that.plaintext);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(plaintext);
    }

    @Override
    public String toString() {
      return "Opened[" + plaintext.length + " octets]";
    }
  }

  /**
   * The tenant has no such key: it was erased, or never was. Nobody can open the ciphertext, and
   * whether it is authentic cannot be told from it alone.
   *
   * @param keyReference what the key was called
   */
  record KeyMissing(String keyReference) implements Opening {}

  /**
   * It is not the ciphertext of this key and place.
   *
   * @param fault why
   */
  record Refused(OpeningFault fault) implements Opening {}
}
