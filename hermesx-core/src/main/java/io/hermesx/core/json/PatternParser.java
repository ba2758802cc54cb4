// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads the syntax of ECMAScript's regular expressions (ECMA-262, section 22.2.1), as far as it is
 * regular.
 *
 * <p>Look-around and back-references are refused: they cannot be matched in linear time. Also
 * refused are escapes that mean something in other dialects ({@code \A}, {@code \z}, {@code \Q}),
 * so that none is taken for a literal. As in browsers, braces and brackets stand for themselves
 * where they close or count nothing, and any punctuation may be escaped. Laziness and the names of
 * groups are read and without effect, because only whether there is a match is asked.
 */
final class PatternParser {

  private static final int LONGEST = 1000;
  private static final int DEEPEST = 50;
  private static final int MOST_TIMES = 1000;
  private static final int END = -1;

  private final int[] pattern;
  private int at;
  private int depth;

  private PatternParser(int[] pattern) {
    this.pattern = pattern;
  }

  static PatternNode parse(String pattern) {
    if (pattern.length() > LONGEST) {
      throw new PatternRefusedException("is longer than " + LONGEST + " characters");
    }
    PatternParser parser = new PatternParser(pattern.codePoints().toArray());
    PatternNode node = parser.choice();
    if (parser.peek() != END) {
      throw new PatternRefusedException("closes a group that is not open");
    }
    return node;
  }

  private int peek() {
    return at < pattern.length ? pattern[at] : END;
  }

  private int next() {
    if (at == pattern.length) {
      throw new PatternRefusedException("ends too early");
    }
    return pattern[at++];
  }

  private boolean skip(String expected) {
    if (at + expected.length() > pattern.length) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (pattern[at + i] != expected.charAt(i)) {
        return false;
      }
    }
    at += expected.length();
    return true;
  }

  private PatternNode choice() {
    List<PatternNode> branches = new ArrayList<>();
    do {
      branches.add(sequence());
    } while (skip("|"));
    return branches.size() == 1 ? branches.get(0) : new PatternNode.Choice(branches);
  }

  private PatternNode sequence() {
    List<PatternNode> parts = new ArrayList<>();
    while (peek() != END && peek() != '|' && peek() != ')') {
      PatternNode part = part();
      parts.add(part instanceof PatternNode.Place ? part : quantified(part));
    }
    return new PatternNode.Sequence(parts);
  }

  private PatternNode part() {
    int c = next();
    return switch (c) {
      case '^' -> PatternNode.Place.START;
      case '$' -> PatternNode.Place.END;
      case '(' -> group();
      case '[' -> new PatternNode.One(set());
      case '.' -> new PatternNode.One(CodePoints.LINE_END.negate());
      case '*', '+', '?' ->
          throw new PatternRefusedException("has a quantifier with nothing to repeat");
      case '\\' -> escape();
      default -> new PatternNode.One(CodePoints.only(c));
    };
  }

  private PatternNode group() {
    if (++depth > DEEPEST) {
      throw new PatternRefusedException("nests groups deeper than " + DEEPEST);
    }
    if (skip("?=") || skip("?!") || skip("?<=") || skip("?<!")) {
      throw new PatternRefusedException(
          "looks ahead or behind, which cannot be matched in linear time");
    }
    if (skip("?<")) {
      while (next() != '>') {
        // the name is without effect
      }
    } else if (skip("?") && !skip(":")) {
      throw new PatternRefusedException("has a group of a kind that ECMAScript does not know");
    }
    PatternNode inner = choice();
    if (!skip(")")) {
      throw new PatternRefusedException("leaves a group open");
    }
    depth--;
    return inner;
  }

  private PatternNode quantified(PatternNode part) {
    PatternNode repeated;
    if (skip("*")) {
      repeated = new PatternNode.Repeat(part, 0, PatternNode.Repeat.UNBOUNDED);
    } else if (skip("+")) {
      repeated = new PatternNode.Repeat(part, 1, PatternNode.Repeat.UNBOUNDED);
    } else if (skip("?")) {
      repeated = new PatternNode.Repeat(part, 0, 1);
    } else if (counts()) {
      repeated = counted(part);
    } else {
      return part;
    }
    skip("?"); // lazy
    if (peek() == '*' || peek() == '+' || peek() == '?' || counts()) {
      throw new PatternRefusedException("has a quantifier with nothing to repeat");
    }
    return repeated;
  }

  /** Whether a counting quantifier starts here; a brace that does not is a literal. */
  private boolean counts() {
    int i = at;
    if (peek() != '{' || !isDigit(++i)) {
      return false;
    }
    while (isDigit(i)) {
      i++;
    }
    if (i < pattern.length && pattern[i] == ',') {
      i++;
    }
    while (isDigit(i)) {
      i++;
    }
    return i < pattern.length && pattern[i] == '}';
  }

  private boolean isDigit(int index) {
    return index < pattern.length && CodePoints.DIGIT.test(pattern[index]);
  }

  private PatternNode counted(PatternNode part) {
    at++;
    int least = times();
    int most = least;
    if (skip(",")) {
      most = peek() == '}' ? PatternNode.Repeat.UNBOUNDED : times();
    }
    at++;
    if (most != PatternNode.Repeat.UNBOUNDED && most < least) {
      throw new PatternRefusedException("repeats at most fewer times than at least");
    }
    return new PatternNode.Repeat(part, least, most);
  }

  private int times() {
    int times = 0;
    while (isDigit(at)) {
      times = times * 10 + pattern[at++] - '0';
      if (times > MOST_TIMES) {
        throw new PatternRefusedException("repeats more than " + MOST_TIMES + " times");
      }
    }
    return times;
  }

  private PatternNode escape() {
    if (skip("b")) {
      return PatternNode.Place.WORD_BOUNDARY;
    }
    if (skip("B")) {
      return PatternNode.Place.NO_WORD_BOUNDARY;
    }
    return new PatternNode.One(escapedSet());
  }

  private IntPredicate escapedSet() {
    int c = peek();
    return switch (c) {
      case 'd' -> taken(CodePoints.DIGIT);
      case 'D' -> taken(CodePoints.DIGIT.negate());
      case 'w' -> taken(CodePoints.WORD);
      case 'W' -> taken(CodePoints.WORD.negate());
      case 's' -> taken(CodePoints.SPACE);
      case 'S' -> taken(CodePoints.SPACE.negate());
      case 'p' -> property();
      case 'P' -> property().negate();
      default -> CodePoints.only(escapedCodePoint());
    };
  }

  private IntPredicate taken(IntPredicate set) {
    at++;
    return set;
  }

  private IntPredicate property() {
    at++;
    StringBuilder name = new StringBuilder();
    if (skip("{")) {
      for (int c = next(); c != '}'; c = next()) {
        name.appendCodePoint(c);
      }
    }
    return CodePoints.property(name.toString())
        .orElseThrow(
            () ->
                new PatternRefusedException(
                    "names a Unicode property other than a general category (\\p{Lu}) or script (\\p{Script=Latin})"));
  }

  private int escapedCodePoint() {
    int c = next();
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'v' -> 0x0B;
      case 'f' -> '\f';
      case 'r' -> '\r';
      case 'x' -> hex(2);
      case 'u' -> skip("{") ? bracedHex() : pairedHex();
      case 'c' -> control(next());
      case '0' -> zero();
      default -> {
        if (CodePoints.WORD.test(c) || c >= 0x80) {
          throw new PatternRefusedException(
              "has an escape that ECMAScript does not know, or a back-reference");
        }
        yield c;
      }
    };
  }

  private int zero() {
    if (isDigit(at)) {
      throw new PatternRefusedException("has an octal escape");
    }
    return 0;
  }

  private static int control(int letter) {
    if (letter >= 0x80 || !Character.isLetter(letter)) {
      throw new PatternRefusedException("has a control escape without a letter");
    }
    return letter & 31;
  }

  private int hex(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 16 + hexDigit(next());
    }
    return value;
  }

  /** Two escapes of surrogates are one code point. */
  private int pairedHex() {
    int unit = hex(4);
    int back = at;
    if (unit >= Character.MIN_HIGH_SURROGATE
        && unit <= Character.MAX_HIGH_SURROGATE
        && skip("\\u")) {
      int low = hex(4);
      if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
        return Character.toCodePoint((char) unit, (char) low);
      }
      at = back;
    }
    return unit;
  }

  private int bracedHex() {
    int value = hexDigit(next());
    for (int c = next(); c != '}'; c = next()) {
      value = value * 16 + hexDigit(c);
      if (value > Character.MAX_CODE_POINT) {
        throw new PatternRefusedException("names a code point above U+10FFFF");
      }
    }
    return value;
  }

  private static int hexDigit(int c) {
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw new PatternRefusedException("has an incomplete hexadecimal escape");
    }
    return digit;
  }

  /** What stands in brackets: the union of its parts, or the opposite of it. */
  private IntPredicate set() {
    boolean negated = skip("^");
    IntPredicate union = c -> false;
    while (!skip("]")) {
      union = union.or(setPart());
    }
    return CodePoints.compact(negated ? union.negate() : union);
  }

  private IntPredicate setPart() {
    int first = next();
    if (first == '\\') {
      if (isClassEscape(peek())) {
        return escapedSet();
      }
      first = setEscape();
    }
    if (peek() != '-' || at + 1 >= pattern.length || pattern[at + 1] == ']') {
      return CodePoints.only(first);
    }
    int back = at++;
    int last = next();
    if (last == '\\') {
      if (isClassEscape(peek())) {
        at = back; // the hyphen is a literal
        return CodePoints.only(first);
      }
      last = setEscape();
    }
    if (last < first) {
      throw new PatternRefusedException("has a range whose end is before its start");
    }
    return CodePoints.range(first, last);
  }

  private int setEscape() {
    return skip("b") ? '\b' : escapedCodePoint();
  }

  private static boolean isClassEscape(int c) {
    return c != END && "dDwWsSpP".indexOf(c) >= 0;
  }
}
