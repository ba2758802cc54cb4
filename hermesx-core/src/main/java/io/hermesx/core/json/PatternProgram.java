// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A regular expression as instructions for {@link LinearPattern}: each goes on to the next one
 * unless it says where else.
 */
final class PatternProgram {

  /** What an instruction does. */
  enum Kind {
    /** Takes one code point of a set. */
    TAKE,
    /** Goes on where a condition on the place holds. */
    PLACE,
    /** Goes on, and to the target. */
    FORK,
    /** Goes to the target. */
    JUMP,
    /** Is the end of the pattern. */
    MATCH
  }

  private record Instruction(Kind kind, IntPredicate set, PatternNode.Place place, int target) {}

  private static final int LARGEST = 5000;

  private final List<Instruction> instructions = new ArrayList<>();
  private boolean startsOnlyAtStart;
  private int work;

  private PatternProgram() {}

  static PatternProgram of(PatternNode pattern) {
    PatternProgram program = new PatternProgram();
    program.emit(pattern);
    program.add(Kind.MATCH, PatternProgram::nothing, PatternNode.Place.START, 0);
    program.startsOnlyAtStart =
        program.kind(0) == Kind.PLACE && program.place(0) == PatternNode.Place.START;
    return program;
  }

  int size() {
    return instructions.size();
  }

  Kind kind(int instruction) {
    return instructions.get(instruction).kind;
  }

  boolean takes(int instruction, int codePoint) {
    return instructions.get(instruction).set.test(codePoint);
  }

  PatternNode.Place place(int instruction) {
    return instructions.get(instruction).place;
  }

  int target(int instruction) {
    return instructions.get(instruction).target;
  }

  /** Whether a match can begin at the start of the text only. */
  boolean startsOnlyAtStart() {
    return startsOnlyAtStart;
  }

  private int add(Kind kind, IntPredicate set, PatternNode.Place place, int target) {
    instructions.add(new Instruction(kind, set, place, target));
    return instructions.size() - 1;
  }

  private static boolean nothing(int codePoint) {
    return false;
  }

  private int jump(Kind kind, int target) {
    return add(kind, PatternProgram::nothing, PatternNode.Place.START, target);
  }

  private void aim(int instruction, int target) {
    instructions.set(
        instruction,
        new Instruction(
            kind(instruction), PatternProgram::nothing, PatternNode.Place.START, target));
  }

  /**
   * Counts its calls as well, because a repeated nothing would loop without growing the program.
   */
  private void emit(PatternNode node) {
    if (++work > LARGEST) {
      throw new PatternRefusedException(
          "is larger than " + LARGEST + " steps once its repetitions are written out");
    }
    if (node instanceof PatternNode.One one) {
      add(Kind.TAKE, one.set(), PatternNode.Place.START, 0);
    } else if (node instanceof PatternNode.Place place) {
      add(Kind.PLACE, PatternProgram::nothing, place, 0);
    } else if (node instanceof PatternNode.Sequence sequence) {
      for (PatternNode part : sequence.parts()) {
        emit(part);
      }
    } else if (node instanceof PatternNode.Choice choice) {
      emitChoice(choice.branches());
    } else if (node instanceof PatternNode.Repeat repeat) {
      emitRepeat(repeat);
    }
  }

  private void emitChoice(List<PatternNode> branches) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < branches.size() - 1; i++) {
      int fork = jump(Kind.FORK, 0);
      emit(branches.get(i));
      ends.add(jump(Kind.JUMP, 0));
      aim(fork, size());
    }
    emit(branches.get(branches.size() - 1));
    ends.forEach(end -> aim(end, size()));
  }

  private void emitRepeat(PatternNode.Repeat repeat) {
    for (int i = 0; i < repeat.least(); i++) {
      emit(repeat.part());
    }
    if (repeat.most() == PatternNode.Repeat.UNBOUNDED) {
      int fork = jump(Kind.FORK, 0);
      emit(repeat.part());
      jump(Kind.JUMP, fork);
      aim(fork, size());
      return;
    }
    List<Integer> forks = new ArrayList<>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      forks.add(jump(Kind.FORK, 0));
      emit(repeat.part());
    }
    forks.forEach(fork -> aim(fork, size()));
  }
}
