// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs classic BPF as the kernel does, and refuses what the kernel's checker refuses. */
final class BpfInterpreter {

  private final ByteBuffer program;
  private final int length;

  BpfInterpreter(byte[] program) {
    this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    this.length = program.length / 8;
    check();
  }

  /** Returns what the filter answers to a call. */
  int run(int number, int architecture, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(architecture).putLong(0x7F00_0000_1234L);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int accumulator = 0;
    int at = 0;
    while (true) {
      int operand = operand(at);
      switch (code(at)) {
        case 0x20 -> accumulator = data.getInt(operand);
        case 0x54 -> accumulator &= operand;
        case 0x05 -> at += operand;
        case 0x15 -> at += accumulator == operand ? yes(at) : no(at);
        case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? yes(at) : no(at);
        case 0x06 -> {
          return operand;
        }
        default -> throw new IllegalStateException("no operation " + code(at));
      }
      at++;
    }
  }

  private void check() {
    if (length < 1 || length > 4096) {
      throw new IllegalStateException("a program of " + length + " instructions");
    }
    if (code(length - 1) != 0x06) {
      throw new IllegalStateException("the last instruction does not return");
    }
    for (int at = 0; at < length; at++) {
      boolean unaligned = code(at) == 0x20 && (operand(at) % 4 != 0 || operand(at) >= 64);
      boolean beyond =
          switch (code(at)) {
            case 0x05 -> at + 1 + operand(at) >= length || operand(at) < 0;
            case 0x15, 0x35 -> at + 1 + Math.max(yes(at), no(at)) >= length;
            default -> false;
          };
      if (unaligned || beyond) {
        throw new IllegalStateException("instruction " + at + " reads or jumps too far");
      }
    }
  }

  private int code(int at) {
    return program.getShort(8 * at);
  }

  private int yes(int at) {
    return program.get(8 * at + 2) & 0xFF;
  }

  private int no(int at) {
    return program.get(8 * at + 3) & 0xFF;
  }

  private int operand(int at) {
    return program.getInt(8 * at + 4);
  }
}
