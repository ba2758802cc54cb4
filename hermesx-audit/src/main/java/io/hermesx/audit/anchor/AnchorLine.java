// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of an anchor file: {@code <sequence> <origin> <size> <root> <hash>}. The root and the hash
 * are 32 octets in padded base64. The hash is {@code SHA-256("hermesx/audit/anchor/v1" || 0x00 ||
 * hash of the line before || the line up to the space before the hash)}; before the first line
 * stands the hash of the domain and its zero octet alone.
 *
 * @param sequence how many lines are before it
 * @param checkpoint what it anchors
 * @param hash what chains it to the line before
 */
record AnchorLine(long sequence, Checkpoint checkpoint, Sha256 hash) {

  /** More octets than any line has with its newline: 389. */
  static final int MOST_OCTETS = 400;

  private static final String DOMAIN = "hermesx/audit/anchor/v1";
  private static final Sha256 BEFORE_FIRST = Sha256.of(DOMAIN);
  private static final Pattern LINE =
      Pattern.compile(
          "(\\d{1,19}) (.+) (\\d{1,19}) ([A-Za-z0-9+/]{43}=) ([A-Za-z0-9+/]{43}=)", Pattern.DOTALL);

  static AnchorLine first(Checkpoint checkpoint) {
    return following(BEFORE_FIRST, 0, checkpoint);
  }

  AnchorLine next(Checkpoint following) {
    return following(hash, sequence + 1, following);
  }

  private static AnchorLine following(Sha256 before, long sequence, Checkpoint checkpoint) {
    byte[] text = text(sequence, checkpoint).getBytes(UTF_8);
    return new AnchorLine(sequence, checkpoint, Sha256.of(DOMAIN, before.octets(), text));
  }

  /** Whether the line is what follows the line before, or may be the first. */
  boolean follows(Optional<AnchorLine> before) {
    return equals(before.map(line -> line.next(checkpoint)).orElseGet(() -> first(checkpoint)));
  }

  /** Reads a line without its newline; empty if it is none or not in its one spelling. */
  static Optional<AnchorLine> parse(byte[] octets) {
    Matcher parts = LINE.matcher(new String(octets, UTF_8));
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      Checkpoint checkpoint =
          new Checkpoint(parts.group(2), Long.parseLong(parts.group(3)), hash(parts.group(4)));
      AnchorLine line =
          new AnchorLine(Long.parseLong(parts.group(1)), checkpoint, hash(parts.group(5)));
      return Optional.of(line).filter(read -> Arrays.equals(octets, read.withoutNewline()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a number that is too large, a root that contradicts the size
    }
  }

  private byte[] withoutNewline() {
    return (text(sequence, checkpoint) + " " + base64(hash)).getBytes(UTF_8);
  }

  /** The octets of the line with its newline. */
  byte[] octets() {
    byte[] line = withoutNewline();
    byte[] octets = Arrays.copyOf(line, line.length + 1);
    octets[line.length] = '\n';
    return octets;
  }

  private static String text(long sequence, Checkpoint checkpoint) {
    return sequence
        + " "
        + checkpoint.origin()
        + " "
        + checkpoint.size()
        + " "
        + base64(checkpoint.root());
  }

  private static Sha256 hash(String base64) {
    return Sha256.wrap(Base64.getDecoder().decode(base64));
  }

  private static String base64(Sha256 hash) {
    return Base64.getEncoder().encodeToString(hash.octets());
  }
}
