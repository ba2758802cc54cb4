// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * What a regular expression is made of, once read; groups leave no node, because only whether there
 * is a match is asked.
 */
sealed interface PatternNode {

  /** One code point of a set. */
  record One(IntPredicate set) implements PatternNode {}

  /** A condition on the place between two code points. */
  enum Place implements PatternNode {
    START,
    END,
    WORD_BOUNDARY,
    NO_WORD_BOUNDARY
  }

  /** One after the other. */
  record Sequence(List<PatternNode> parts) implements PatternNode {}

  /** One of several. */
  record Choice(List<PatternNode> branches) implements PatternNode {}

  /** So many times in a row; {@link #UNBOUNDED} is no upper bound. */
  record Repeat(PatternNode part, int least, int most) implements PatternNode {
    static final int UNBOUNDED = -1;
  }
}
