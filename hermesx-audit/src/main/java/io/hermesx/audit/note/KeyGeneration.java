// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import io.hermesx.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that sign a log's checkpoints together, from one rotation of keys to the next, and which
 * of them must have signed.
 *
 * @param keys one key, or one of each type; in the order of the types
 * @param required the types whose key must have signed: at least one, each with a key
 */
public record KeyGeneration(List<VerifierKey> keys, Set<SignatureType> required) {

  private static final String DOMAIN = "hermesx/audit/keys/v1";

  /**
   * Checks the parts and puts them in order.
   *
   * @throws IllegalArgumentException if there is no key, a type has two, or a required type has
   *     none
   */
  public KeyGeneration {
    keys = keys.stream().sorted(Comparator.comparing(VerifierKey::type)).toList();
    required = Set.copyOf(required);
    Set<SignatureType> types =
        keys.stream().map(VerifierKey::type).collect(Collectors.toUnmodifiableSet());
    if (keys.isEmpty() || types.size() != keys.size()) {
      throw new IllegalArgumentException(
          "a generation has the keys " + keys + ", allowed: one key, or one of each type");
    }
    if (required.isEmpty() || !types.containsAll(required)) {
      throw new IllegalArgumentException(
          "a generation with the keys "
              + keys
              + " requires "
              + labels(required)
              + ", allowed: one or more of "
              + labels(types)
              + ", of which it has keys");
    }
  }

  /**
   * Returns the generation that requires both types, which is how it should be.
   *
   * @param keys a key of each type
   * @throws IllegalArgumentException if they are not
   */
  public static KeyGeneration of(List<VerifierKey> keys) {
    return new KeyGeneration(keys, EnumSet.allOf(SignatureType.class));
  }

  /**
   * Returns what a log's event about a rotation of keys names the generation by: {@code
   * SHA-256("hermesx/audit/keys/v1" || 0x00 || lines)}, each line being a vkey and a newline, in
   * the order of the types. What is required is no part of it: that is for whoever verifies to say.
   */
  public Sha256 digest() {
    String lines = keys.stream().map(key -> key.format() + "\n").collect(Collectors.joining());
    return Sha256.of(DOMAIN, lines.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the required keys that did not sign, as far as a check of their signatures found. */
  public List<VerifierKey> missing(SignatureCheck check) {
    return keys.stream()
        .filter(key -> required.contains(key.type()) && !check.isSignedBy(key))
        .toList();
  }

  /** The names of types in their order, separated by spaces. */
  static String labels(Set<SignatureType> types) {
    return types.stream().sorted().map(SignatureType::label).collect(Collectors.joining(" "));
  }
}
