// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one header after the other, most of which are like one before: such a header is read
 * without making an object. It takes exactly what {@link HeaderView#header} takes. Not thread-safe;
 * holds some kilobytes, whatever it reads.
 */
public final class HeaderScanner {

  private static final int MOST_PATTERNS = 16;
  private static final int NO_LEAVES = 64;

  private final List<HeaderPattern> patterns = new ArrayList<>(); // the last one that fitted first
  private int[] members = {};
  private int[] bodies = {};
  private byte[] octets = {};
  private int[] starts = new int[NO_LEAVES];
  private int[] ends = new int[NO_LEAVES];

  /** Whether so many octets are a header; what is asked below is asked of the last one. */
  public boolean read(byte[] header, int length) {
    octets = header;
    for (int i = 0; i < patterns.size(); i++) {
      HeaderPattern pattern = patterns.get(i);
      if (fits(pattern, length)) {
        if (i > 0) {
          patterns.add(0, patterns.remove(i));
        }
        return true;
      }
    }
    HeaderPattern learned = learn(Arrays.copyOf(header, length));
    return learned != null && fits(learned, length);
  }

  private boolean fits(HeaderPattern pattern, int length) {
    LeafPattern leaves = pattern.leaves();
    if (leaves.leaves() > starts.length) {
      starts = new int[leaves.leaves()];
      ends = new int[leaves.leaves()];
    }
    if (length > HeaderFormat.MOST_OCTETS || !leaves.read(octets, length, starts, ends)) {
      return false;
    }
    members = pattern.members();
    bodies = pattern.bodies();
    return true;
  }

  private @Nullable HeaderPattern learn(byte[] header) {
    try {
      HeaderPattern pattern = new HeaderPattern(header);
      if (patterns.size() == MOST_PATTERNS) {
        patterns.remove(MOST_PATTERNS - 1);
      }
      patterns.add(0, pattern);
      return pattern;
    } catch (HeaderRefusedException e) {
      return null; // who has to say why reads it once more
    }
  }

  private int leaf(ScannedMember member) {
    return members[member.index()];
  }

  /** Where a member starts; of a text, where its quote is. */
  public int start(ScannedMember member) {
    return starts[leaf(member)];
  }

  /** The place behind a member; of a text, behind its quote. */
  public int end(ScannedMember member) {
    return ends[leaf(member)];
  }

  /** The value of a text. */
  public String text(ScannedMember member) {
    return text(leaf(member));
  }

  /** The value of a number. */
  public long whole(ScannedMember member) {
    return whole(leaf(member));
  }

  private long whole(int leaf) {
    return HeaderOctets.value(octets, starts[leaf], ends[leaf]);
  }

  /** The first eight octets of the event id, as the UUID has them. */
  public long idHigh() {
    return HeaderOctets.uuidHigh(octets, start(ScannedMember.EVENT_ID) + 1);
  }

  /** The last eight octets of the event id, as the UUID has them. */
  public long idLow() {
    return HeaderOctets.uuidLow(octets, start(ScannedMember.EVENT_ID) + 1);
  }

  /** How many bodies it names. */
  public int bodies() {
    return bodies.length / 3;
  }

  /** The path of a body. */
  public String bodyPath(int body) {
    return text(bodies[3 * body]);
  }

  /** The digest of a body, in base64url. */
  public String bodyDigest(int body) {
    return text(bodies[3 * body + 1]);
  }

  /** The length of a body in octets. */
  public long bodyLength(int body) {
    return whole(bodies[3 * body + 2]);
  }

  private String text(int leaf) {
    return new HeaderReader(octets, starts[leaf], ends[leaf]).string();
  }
}
