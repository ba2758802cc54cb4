// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.core.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal of signers' states holds, as far as it was read. Its lines, each with a newline:
 *
 * <ol>
 *   <li>{@code hermesx/audit/signer-state/v1}, a tab, and how often the file was written anew
 *   <li>for each call one line, of which the first has all that was known when the file was
 *       written: a checksum, then for each log a tab, its size, a tab, its root in base64, a tab,
 *       its origin
 * </ol>
 *
 * <p>The checksum is {@code SHA-256(domain || 0x00 || the checksum of the line before || the rest
 * of this line)} in hexadecimal, the domain being the words of the first line and the checksum
 * before the second line the SHA-256 of the first. So no line can be missing in between.
 *
 * <p>A last line without newline, or with a wrong checksum and an octet 0, was being written when
 * the machine went down: nobody was told that it is there. Any other line that does not fit was
 * damaged later.
 */
final class SignerJournal {

  private static final String DOMAIN = "hermesx/audit/signer-state/v1";
  private static final int SUM_DIGITS = 2 * Sha256.LENGTH;
  private static final int PARTS = 3;

  private final Map<String, Checkpoint> last = new HashMap<>();
  private final long generation;
  private byte[] line;
  private Sha256 sum;
  private long end;
  private long compactEnd;
  private int lines = 1;
  private boolean torn;

  private SignerJournal(long generation, byte[] header) {
    this.generation = generation;
    this.line = header;
    this.sum = Sha256.raw(header);
    this.end = header.length;
  }

  /** Reads a whole journal. */
  static SignerJournal read(byte[] octets) {
    int newline = indexOf(octets, '\n', 0);
    String header = new String(octets, 0, Math.max(0, newline), UTF_8);
    if (!header.matches(DOMAIN + "\t(0|[1-9][0-9]{0,17})")) {
      throw new DamagedJournalException("line 1 is not: " + DOMAIN + ", a tab, a number");
    }
    SignerJournal journal =
        new SignerJournal(
            Long.parseLong(header.substring(DOMAIN.length() + 1)),
            Arrays.copyOf(octets, newline + 1));
    journal.readOn(octets, newline + 1);
    if (journal.lines < 2) {
      throw new DamagedJournalException("line 2 is missing or incomplete");
    }
    return journal;
  }

  /** Returns the octets of a journal that holds these logs and nothing else. */
  static byte[] write(long generation, Collection<Checkpoint> checkpoints) {
    byte[] header = (DOMAIN + "\t" + generation + "\n").getBytes(UTF_8);
    byte[] base = line(Sha256.raw(header), checkpoints);
    byte[] all = Arrays.copyOf(header, header.length + base.length);
    System.arraycopy(base, 0, all, header.length, base.length);
    return all;
  }

  /** Where the last line that was read starts: reading on starts with the line itself. */
  long start() {
    return end - line.length;
  }

  /**
   * Reads on, from the last line that was read.
   *
   * @return false, and nothing is read, if that line is not there any more
   */
  boolean readOn(byte[] octets) {
    if (octets.length < line.length
        || !Arrays.equals(octets, 0, line.length, line, 0, line.length)) {
      return false;
    }
    readOn(octets, line.length);
    return true;
  }

  private void readOn(byte[] octets, int from) {
    torn = false;
    int position = from;
    while (position < octets.length) {
      int newline = indexOf(octets, '\n', position);
      if (newline < 0) {
        torn = true;
        return;
      }
      byte[] next = Arrays.copyOfRange(octets, position, newline + 1);
      if (!accept(next)) {
        if (newline + 1 == octets.length && indexOf(next, 0, 0) >= 0) {
          torn = true;
          return;
        }
        throw new DamagedJournalException(
            "line " + (lines + 1) + ", at octet " + end + ", is not what was written");
      }
      position = newline + 1;
    }
  }

  private boolean accept(byte[] next) {
    List<Checkpoint> checkpoints = new ArrayList<>();
    try {
      String[] parts = new String(next, 0, next.length - 1, UTF_8).split("\t", -1);
      if (parts.length % PARTS != 1) {
        return false;
      }
      for (int i = 1; i < parts.length; i += PARTS) {
        checkpoints.add(
            Checkpoint.parse(parts[i + 2] + "\n" + parts[i] + "\n" + parts[i + 1] + "\n"));
      }
    } catch (NoteRefusedException e) {
      return false;
    }
    if (!Arrays.equals(next, line(sum, checkpoints))) {
      return false;
    }
    checkpoints.forEach(checkpoint -> last.put(checkpoint.origin(), checkpoint));
    sum = Sha256.parse(new String(next, 0, SUM_DIGITS, UTF_8));
    line = next;
    lines++;
    end += next.length;
    if (lines == 2) {
      compactEnd = end;
    }
    return true;
  }

  /** Returns the line that would come next. */
  byte[] next(Collection<Checkpoint> checkpoints) {
    return line(sum, checkpoints);
  }

  Optional<Checkpoint> find(String origin) {
    return Optional.ofNullable(last.get(origin));
  }

  Map<String, Checkpoint> endingWith(String suffix) {
    Map<String, Checkpoint> found = new HashMap<>();
    last.forEach(
        (origin, checkpoint) -> {
          if (origin.endsWith(suffix)) {
            found.put(origin, checkpoint);
          }
        });
    return found;
  }

  /** Returns the octets of the journal that comes after this one. */
  byte[] compacted(Collection<Checkpoint> changes) {
    Map<String, Checkpoint> all = new HashMap<>(last);
    changes.forEach(checkpoint -> all.put(checkpoint.origin(), checkpoint));
    return write(generation + 1, all.values());
  }

  /** How often the file was written anew. */
  long generation() {
    return generation;
  }

  /** How many octets hold lines. */
  long end() {
    return end;
  }

  /** How many octets came since the file was written. */
  long appended() {
    return end - compactEnd;
  }

  /** How many octets the file had when it was written. */
  long compact() {
    return compactEnd;
  }

  /** Whether octets follow that are no line. */
  boolean isTorn() {
    return torn;
  }

  private static byte[] line(Sha256 before, Collection<Checkpoint> checkpoints) {
    StringBuilder rest = new StringBuilder();
    for (Checkpoint checkpoint : checkpoints) {
      String[] parts = checkpoint.text().split("\n", -1); // origin, size, root
      rest.append('\t').append(parts[1]).append('\t').append(parts[2]).append('\t');
      rest.append(parts[0]);
    }
    rest.append('\n');
    Sha256 sum = Sha256.of(DOMAIN, before.octets(), rest.toString().getBytes(UTF_8));
    return (sum.hex() + rest).getBytes(UTF_8);
  }

  private static int indexOf(byte[] octets, int octet, int from) {
    for (int i = from; i < octets.length; i++) {
      if (octets[i] == octet) {
        return i;
      }
    }
    return -1;
  }
}
