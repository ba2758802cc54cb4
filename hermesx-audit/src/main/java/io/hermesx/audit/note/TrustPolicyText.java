// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The text of a trust policy, in UTF-8, each line with one newline and nothing besides: no empty
 * lines, no comments, so that a policy has one spelling.
 *
 * <ol>
 *   <li>{@code hermesx/audit/trust/v1}
 *   <li>for each generation, the oldest first: {@code generation requires}, then {@code ed25519},
 *       {@code ml-dsa-44} or both in this order, separated by one space
 *   <li>behind that the generation's keys, each a vkey on a line of its own, Ed25519 first
 * </ol>
 */
final class TrustPolicyText {

  private static final String TITLE = "hermesx/audit/trust/v1";
  private static final String GENERATION = "generation requires ";

  private TrustPolicyText() {}

  static String format(TrustPolicy policy) {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    for (KeyGeneration generation : policy.generations()) {
      text.append(GENERATION).append(KeyGeneration.labels(generation.required())).append('\n');
      generation.keys().forEach(key -> text.append(key.format()).append('\n'));
    }
    return text.toString();
  }

  static TrustPolicy parse(String text) {
    if (!NoteText.isPlain(text) || !text.startsWith(TITLE + "\n") || !text.endsWith("\n")) {
      throw new IllegalArgumentException(
          "a trust policy is not lines of text, each with a newline, of which the first is "
              + TITLE);
    }
    List<String> lines = text.lines().toList();
    List<KeyGeneration> generations = new ArrayList<>();
    int line = 1;
    while (line < lines.size()) {
      int end = endOfGeneration(lines, line);
      generations.add(generation(lines, line, end));
      line = end;
    }
    TrustPolicy policy = new TrustPolicy(generations);
    if (!format(policy).equals(text)) {
      throw new IllegalArgumentException(
          "the types and keys of a generation in a trust policy are not each in the order"
              + " ed25519, ml-dsa-44, or lines are not as they are written");
    }
    return policy;
  }

  private static int endOfGeneration(List<String> lines, int start) {
    int end = start + 1;
    while (end < lines.size() && !lines.get(end).startsWith(GENERATION)) {
      end++;
    }
    return end;
  }

  private static KeyGeneration generation(List<String> lines, int start, int end) {
    int line = start;
    try {
      Set<SignatureType> required = required(lines.get(start));
      List<VerifierKey> keys = new ArrayList<>();
      for (line = start + 1; line < end; line++) {
        keys.add(VerifierKey.parse(lines.get(line)));
      }
      line = start;
      return new KeyGeneration(keys, required);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "line " + (line + 1) + " of a trust policy: " + e.getMessage(), e);
    }
  }

  private static Set<SignatureType> required(String line) {
    if (!line.startsWith(GENERATION)) {
      throw new IllegalArgumentException(
          "it does not say: " + GENERATION + "ed25519 ml-dsa-44, or one of the two");
    }
    Set<SignatureType> required = EnumSet.noneOf(SignatureType.class);
    for (String label : line.substring(GENERATION.length()).split(" ", -1)) {
      required.add(
          SignatureType.ofLabel(label)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "it requires something else than ed25519 and ml-dsa-44")));
    }
    return required;
  }
}
