// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import java.nio.ByteBuffer;

/**
 * One instruction of classic BPF (struct sock_filter in linux/filter.h).
 *
 * @param code the operation
 * @param yes how many instructions a jump skips if its condition holds, 0 to 255
 * @param no how many it skips otherwise, 0 to 255
 * @param operand the constant, the offset that is loaded, or the length of an unconditional jump
 */
record Instruction(int code, int yes, int no, int operand) {

  static final int OCTETS = 8;
  static final int FARTHEST = 255;

  static final int LOAD = 0x20;
  static final int AND = 0x54;
  static final int JUMP = 0x05;
  static final int JUMP_IF_EQUAL = 0x15;
  static final int JUMP_IF_AT_LEAST = 0x35;
  static final int RETURN = 0x06;

  Instruction {
    if (yes < 0 || yes > FARTHEST || no < 0 || no > FARTHEST) {
      throw new IllegalArgumentException(
          "a conditional jump over " + yes + " or " + no + " instructions, allowed: 0 to 255");
    }
  }

  void writeTo(ByteBuffer target) {
    target.putShort((short) code).put((byte) yes).put((byte) no).putInt(operand);
  }
}
