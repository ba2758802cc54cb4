// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import java.util.List;

/**
 * A decision by the lower 32 bits of one argument. Every argument that is tested is an int in the
 * kernel, or a word whose upper half the kernel cuts off: what a program writes there changes
 * neither what the kernel does nor what is decided here.
 *
 * @param argument which, from 0
 * @param mask the bits that are looked at
 * @param values what the masked argument is compared with
 * @param match decides if it is one of them
 * @param otherwise decides if it is none
 */
record ArgumentTest(
    int argument, int mask, List<Integer> values, Decision match, Decision otherwise)
    implements Decision {

  static final int ALL_BITS = -1;

  ArgumentTest {
    values = List.copyOf(values);
    if (argument < 0 || argument > 5 || values.isEmpty()) {
      throw new IllegalArgumentException(
          "a test of argument "
              + argument
              + " against "
              + values.size()
              + " values, allowed: argument 0 to 5, at least one value");
    }
  }
}
