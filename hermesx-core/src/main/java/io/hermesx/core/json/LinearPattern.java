// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/**
 * A regular expression that is matched in time proportional to its size times the length of the
 * text, whatever either of them is: all alternatives are followed at once (Thompson 1968), none is
 * tried after another. A backtracking matcher given a stranger's pattern, or a stranger's text, can
 * be kept busy for years.
 *
 * <p>As JSON Schema wants it, the pattern may match anywhere in the text, {@code $} is the end of
 * the text only (not, as in {@code java.util.regex}, also before a last line break), and characters
 * are code points. Thread-safe.
 */
final class LinearPattern {

  private static final long MOST_WORK = 20_000_000;

  private final PatternProgram program;

  private LinearPattern(PatternProgram program) {
    this.program = program;
  }

  static LinearPattern compile(String pattern) {
    return new LinearPattern(PatternProgram.of(PatternParser.parse(pattern)));
  }

  /**
   * Whether the pattern matches somewhere in the text.
   *
   * @throws EvaluationLimitException when pattern times text is more than 20 million steps
   */
  boolean find(String text) {
    if ((long) program.size() * text.length() > MOST_WORK) {
      throw new EvaluationLimitException("a text is too long for its pattern");
    }
    return new Run(program, text).find();
  }

  /** One search: the set of instructions that are alive before the next code point. */
  private static final class Run {

    private final PatternProgram program;
    private final String text;
    private final int[] pending;
    private int[] alive;
    private int[] spare;
    private int count;
    private final int[] seenAt;
    private int at;
    private boolean matched;

    Run(PatternProgram program, String text) {
      this.program = program;
      this.text = text;
      this.pending = new int[program.size() + 1];
      this.alive = new int[program.size()];
      this.spare = new int[program.size()];
      this.seenAt = new int[program.size()];
    }

    boolean find() {
      enter(0);
      while (!matched && at < text.length()) {
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        int[] before = alive;
        int living = count;
        alive = spare;
        spare = before;
        count = 0;
        for (int i = 0; i < living; i++) {
          if (program.takes(before[i], codePoint)) {
            enter(before[i] + 1);
          }
        }
        enter(0);
        if (count == 0 && program.startsOnlyAtStart()) {
          return matched;
        }
      }
      return matched;
    }

    /**
     * Makes an instruction alive, and all that it leads to without taking a code point; each once a
     * place.
     */
    private void enter(int first) {
      int depth = 0;
      pending[depth++] = first;
      while (depth > 0) {
        int instruction = pending[--depth];
        if (seenAt[instruction] == at + 1) {
          continue;
        }
        seenAt[instruction] = at + 1;
        switch (program.kind(instruction)) {
          case TAKE -> alive[count++] = instruction;
          case MATCH -> matched = true;
          case PLACE -> {
            if (holds(program.place(instruction))) {
              pending[depth++] = instruction + 1;
            }
          }
          case FORK -> {
            pending[depth++] = program.target(instruction);
            pending[depth++] = instruction + 1;
          }
          case JUMP -> pending[depth++] = program.target(instruction);
        }
      }
    }

    private boolean holds(PatternNode.Place place) {
      return switch (place) {
        case START -> at == 0;
        case END -> at == text.length();
        case WORD_BOUNDARY -> isWord(at - 1) != isWord(at);
        case NO_WORD_BOUNDARY -> isWord(at - 1) == isWord(at);
      };
    }

    private boolean isWord(int index) {
      return index >= 0 && index < text.length() && CodePoints.WORD.test(text.charAt(index));
    }
  }
}
