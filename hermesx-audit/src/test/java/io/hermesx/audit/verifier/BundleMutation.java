// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hermesx.core.audit.format.MerkleTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Changes the octets of a bundle at random: what a disk, an editor or an attacker may do to it. */
final class BundleMutation {

  private static final Pattern ENTRY =
      Pattern.compile("(.*\"leaf\":\")([^\"]*)(\",\"header\":\")([A-Za-z0-9+/=]*)(\"})");
  private static final String[] PIECES = {
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\t",
    "\r",
    "0",
    "-",
    "+",
    ".",
    "e1",
    "null",
    "\\u0041",
    "\\\"",
    "\\\\",
    "\u007f",
    "\u00c3\u00a9",
    "\u00ff",
    "\u0000",
    "\"v\":1,",
    "9".repeat(17)
  };

  private final Random random;

  BundleMutation(Random random) {
    this.random = random;
  }

  /** Returns the octets with a few changes. */
  byte[] of(byte[] bundle) {
    List<String> lines =
        new ArrayList<>(Arrays.asList(new String(bundle, ISO_8859_1).split("\n", -1)));
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      change(lines);
    }
    byte[] octets = String.join("\n", lines).getBytes(ISO_8859_1);
    return random.nextInt(12) == 0 ? Arrays.copyOf(octets, random.nextInt(octets.length)) : octets;
  }

  private void change(List<String> lines) {
    int at = random.nextInt(lines.size());
    if (random.nextInt(3) == 0) { // most lines are entries; what is between them counts as well
      List<Integer> others =
          IntStream.range(0, lines.size())
              .filter(i -> !lines.get(i).startsWith("{\"kind\":\"entry\""))
              .boxed()
              .toList();
      at = others.isEmpty() ? at : others.get(random.nextInt(others.size()));
    }
    change(lines, at);
    if (lines.isEmpty()) {
      lines.add("");
    }
  }

  private void change(List<String> lines, int at) {
    String line = lines.get(at);
    switch (random.nextInt(10)) {
      case 0 -> lines.set(at, changed(line));
      case 1 -> lines.remove(lines.size() > 1 ? at : 0);
      case 2 -> lines.add(at, line);
      case 3 -> lines.set(at, lines.set(random.nextInt(lines.size()), line));
      case 4 -> lines.set(at, line.replaceAll("[A-Za-z0-9+/]([A-Za-z0-9+/=]{0,3}\"})$", "B$1"));
      case 5 -> lines.set(at, line + (random.nextInt(20) == 0 ? "A".repeat(5 << 20) : " "));
      case 6 -> lines.set(at, entry(line, false, this::changed));
      case 7 -> lines.set(at, renumbered(line));
      default -> lines.set(at, entry(line, true, this::changed));
    }
  }

  /** Changes the header of an entry, and makes the leaf that of the new one or leaves it. */
  private String entry(String line, boolean rehashed, UnaryOperator<String> change) {
    Matcher parts = ENTRY.matcher(line);
    if (!parts.matches()) {
      return changed(line);
    }
    String old = new String(Base64.getDecoder().decode(parts.group(4)), ISO_8859_1);
    byte[] header = change.apply(old).getBytes(ISO_8859_1);
    String redone = Base64.getEncoder().encodeToString(MerkleTree.leaf(header).octets());
    return parts.group(1)
        + (rehashed ? redone : parts.group(2))
        + parts.group(3)
        + Base64.getEncoder().encodeToString(header)
        + parts.group(5);
  }

  /** Gives an entry another place, in its row and in its header. */
  private String renumbered(String line) {
    String place = "\"seq\":" + random.nextInt(40);
    return entry(line, true, header -> header.replaceFirst("\"seq\":\\d+", place))
        .replaceFirst("\"seq\":\\d+", place);
  }

  private String changed(String text) {
    if (text.isEmpty()) {
      return " ";
    }
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(40));
    String before = text.substring(0, at);
    String behind = text.substring(at + 1);
    return switch (random.nextInt(8)) {
      case 0 -> before + (char) (text.charAt(at) ^ 1 << random.nextInt(8)) + behind;
      case 1 -> before + PIECES[random.nextInt(PIECES.length)] + behind;
      case 2 -> before + PIECES[random.nextInt(PIECES.length)] + text.substring(at);
      case 3 -> before + text.substring(end);
      case 4 -> before + text.substring(at, end) + text.substring(at);
      case 5 -> before + "x".repeat(random.nextInt(600)) + text.substring(at);
      case 6 -> digit(text);
      default -> before + (char) ('0' + random.nextInt(75)) + behind;
    };
  }

  /** Changes one digit, so that mostly it is a number still. */
  private String digit(String text) {
    int[] digits =
        IntStream.range(0, text.length()).filter(i -> Character.isDigit(text.charAt(i))).toArray();
    int at = digits.length == 0 ? 0 : digits[random.nextInt(digits.length)];
    return text.substring(0, at) + random.nextInt(10) + text.substring(at + 1);
  }
}
