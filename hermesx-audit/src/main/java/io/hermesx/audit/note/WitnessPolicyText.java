// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Reads the text of a witness policy (C2SP tlog-policy), line by line. Names are octets of which
 * only those below 128 mean something, so they are kept as ISO 8859-1. Not thread-safe.
 */
final class WitnessPolicyText {

  private static final int MOST = 256;
  private static final String NONE = "none";

  private final List<WitnessPolicy.Witness> witnesses = new ArrayList<>();
  private final List<WitnessPolicy.Group> groups = new ArrayList<>();
  private final Set<String> defined = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private Optional<String> quorum = Optional.empty();

  private WitnessPolicyText() {}

  static WitnessPolicy parse(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line of a witness policy has no newline");
    }
    WitnessPolicyText policy = new WitnessPolicyText();
    int number = 0;
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      number++;
      try {
        policy.line(line);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "line " + number + " of a witness policy: " + e.getMessage(), e);
      }
    }
    String enough =
        policy.quorum.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a witness policy has no quorum; end it with quorum and the name of a witness"
                        + " or a group"));
    return new WitnessPolicy(policy.witnesses, policy.groups, enough);
  }

  private void line(String line) {
    if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new IllegalArgumentException("it has a control character, allowed: tab");
    }
    List<String> words = words(line);
    if (words.isEmpty() || words.get(0).startsWith("#")) {
      return;
    }
    switch (words.get(0)) {
      case "witness" -> witness(words);
      case "group" -> group(words);
      case "quorum" -> quorum(words);
      case "log" ->
          throw new IllegalArgumentException(
              "it names a log; take the line out: whose checkpoints count is said by the trust"
                  + " policy");
      default ->
          throw new IllegalArgumentException(
              "it begins with something else than witness, group, quorum or #");
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(line, " \t");
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return words;
  }

  private void witness(List<String> words) {
    if (words.size() < 3 || words.size() > 4) {
      throw new IllegalArgumentException("it is not: witness, name, vkey and perhaps a URL");
    }
    WitnessKey key = WitnessKey.parse(utf8(words.get(2), "the key of a witness"));
    for (WitnessPolicy.Witness other : witnesses) {
      if (key.isSameKeyAs(other.key()) || key.toString().equals(other.key().toString())) {
        throw new IllegalArgumentException(
            "the witness "
                + key
                + " has the key of "
                + other.key()
                + ", by its octets or by name and id; a witness counts once");
      }
    }
    requireFewer(witnesses);
    Optional<String> address =
        words.size() == 4 ? Optional.of(utf8(words.get(3), "a URL")) : Optional.empty();
    witnesses.add(new WitnessPolicy.Witness(define(words.get(1)), key, address));
  }

  private void group(List<String> words) {
    if (words.size() < 4) {
      throw new IllegalArgumentException(
          "it is not: group, name, all, any or a number, and 1 or more names");
    }
    List<String> named = words.subList(3, words.size());
    for (String name : named) {
      requireDefined(name);
      if (!members.add(name)) {
        throw new IllegalArgumentException(
            "it names " + shown(name) + " again; a name is a member once, of one group");
      }
    }
    requireFewer(groups);
    int threshold = threshold(words.get(2), named.size());
    groups.add(new WitnessPolicy.Group(define(words.get(1)), threshold, named));
  }

  private static int threshold(String text, int members) {
    if (text.equals("all")) {
      return members;
    }
    int number = text.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(text) : 0;
    if (!text.equals("any") && (number < 1 || number > members)) {
      throw new IllegalArgumentException(
          "it says how many members are enough with something else than all, any or a number from"
              + " 1 to "
              + members);
    }
    return text.equals("any") ? 1 : number;
  }

  private void quorum(List<String> words) {
    if (words.size() != 2 || quorum.isPresent()) {
      throw new IllegalArgumentException(
          "it is not quorum with one name, or a second one; a policy has one quorum");
    }
    if (words.get(1).equals(NONE)) {
      throw new IllegalArgumentException(
          "the quorum is none, which every checkpoint has, cosigned or not; name a witness or a"
              + " group, or use no witness policy");
    }
    requireDefined(words.get(1));
    quorum = Optional.of(words.get(1));
  }

  private String define(String name) {
    if (name.equals(NONE) || !defined.add(name)) {
      throw new IllegalArgumentException(
          "the name " + shown(name) + " is taken; witnesses and groups have names of their own");
    }
    return name;
  }

  private void requireDefined(String name) {
    if (!defined.contains(name)) {
      throw new IllegalArgumentException(
          "it names " + shown(name) + ", which no line before it defines");
    }
  }

  private static void requireFewer(List<?> so) {
    if (so.size() == MOST) {
      throw new IllegalArgumentException(
          "there are more than " + MOST + " witnesses or groups, the most that are allowed");
    }
  }

  private static String utf8(String octets, String what) {
    return NoteText.decoded(octets.getBytes(StandardCharsets.ISO_8859_1))
        .orElseThrow(() -> new IllegalArgumentException(what + " is not valid UTF-8"));
  }

  /** A name as messages may show it. */
  private static String shown(String name) {
    StringBuilder text = new StringBuilder();
    name.chars().limit(64).forEach(c -> text.append(c < 0x7f ? (char) c : '?'));
    return text.toString();
  }
}
