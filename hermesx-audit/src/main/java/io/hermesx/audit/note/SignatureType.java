// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a key signs checkpoints: the two signature types of C2SP signed-note that HermesX uses,
 * always in this order.
 */
public enum SignatureType {

  /** Ed25519 (RFC 8032) over the text of the checkpoint; type 0x01. */
  ED25519(0x01, "ed25519"),

  /**
   * ML-DSA-44 (FIPS 204) over the checkpoint, a time and the name of the key: the cosignature of
   * C2SP tlog-cosignature; type 0x06. No quantum computer can forge it, as far as is known.
   */
  ML_DSA_44(0x06, "ml-dsa-44");

  private final int code;
  private final String label;

  SignatureType(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** The octet that stands for the type in keys: 1 or 6. */
  public int code() {
    return code;
  }

  /** The type's name in files: {@code ed25519} or {@code ml-dsa-44}. */
  public String label() {
    return label;
  }

  static Optional<SignatureType> ofCode(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  static Optional<SignatureType> ofLabel(String label) {
    return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
  }
}
