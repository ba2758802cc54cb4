// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/** What one kind of secret looks like. */
sealed interface SecretPattern permits TokenPattern, JwtPattern, PemPattern {

  /** No such secret starts here. */
  int NONE = -1;

  /** The kind, as it stands in the replacement. */
  String kind();

  /** The character that every such secret starts with. */
  char first();

  /** The index after the secret that starts at {@code start}, or {@link #NONE}. */
  int end(SecretProbe probe, int start);
}
