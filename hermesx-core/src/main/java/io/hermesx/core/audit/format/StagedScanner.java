// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one prepared event after the other, most of which are like one before: such an event is
 * read without making an object, and gets its place without being read again. It takes exactly what
 * {@link HeaderView#staged} takes. Not thread-safe; holds some kilobytes, whatever it reads.
 */
public final class StagedScanner {

  private static final int MOST_PATTERNS = 16;
  private static final int NO_LEAVES = 64;

  private final List<StagedPattern> patterns = new ArrayList<>(); // the last one that fitted first
  private final HeaderWriter out = new HeaderWriter();
  private byte[] octets = {};
  private int[] starts = new int[NO_LEAVES];
  private int[] ends = new int[NO_LEAVES];
  private @Nullable StagedPattern pattern;

  /** Creates one that knows no event. */
  public StagedScanner() {}

  /**
   * Whether octets are a header without its place; what is asked below is asked of the last one.
   *
   * @param staged not to be changed before the next call
   */
  public boolean read(byte[] staged) {
    octets = staged;
    for (int i = 0; i < patterns.size(); i++) {
      if (fits(patterns.get(i))) {
        if (i > 0) {
          patterns.add(0, patterns.remove(i));
        }
        return true;
      }
    }
    return learn();
  }

  private boolean fits(StagedPattern known) {
    if (known.leaves().leaves() > starts.length) {
      starts = new int[known.leaves().leaves()];
      ends = new int[known.leaves().leaves()];
    }
    boolean fits =
        octets.length <= HeaderFormat.MOST_STAGED_OCTETS
            && known.leaves().read(octets, octets.length, starts, ends);
    pattern = fits ? known : null;
    return fits;
  }

  private boolean learn() {
    try {
      StagedPattern learned = new StagedPattern(octets.clone());
      if (patterns.size() == MOST_PATTERNS) {
        patterns.remove(MOST_PATTERNS - 1);
      }
      patterns.add(0, learned);
      return fits(learned);
    } catch (HeaderRefusedException e) {
      return false;
    }
  }

  /** Whether it is an event of this id. */
  public boolean hasId(UUID id) {
    int digits = starts[known().id()] + 1;
    return HeaderOctets.uuidHigh(octets, digits) == id.getMostSignificantBits()
        && HeaderOctets.uuidLow(octets, digits) == id.getLeastSignificantBits();
  }

  /** Whether its type is one of those that the chain alone makes. */
  public boolean isOfChain() {
    int type = known().type();
    int from = starts[type] + 1;
    return HeaderFormat.isOfChain(new String(octets, from, ends[type] - 1 - from, US_ASCII));
  }

  /**
   * Returns it in a place, as the octets that are hashed.
   *
   * @throws IllegalArgumentException if they are more than a header may have
   */
  public byte[] header(HeaderPlace place) {
    StagedPattern known = known();
    out.begin();
    int copied = 0;
    for (int member = 0; member < HeaderPlace.members(); member++) {
      int cut = known.cut(member, ends);
      out.raw(octets, copied, cut);
      place.write(member, out);
      copied = cut;
    }
    out.raw(octets, copied, octets.length);
    return out.toOctets(HeaderFormat.MOST_OCTETS);
  }

  private StagedPattern known() {
    StagedPattern known = pattern;
    if (known == null) {
      throw new IllegalStateException(
          "the last octets were no prepared event; ask read(...) first");
    }
    return known;
  }
}
