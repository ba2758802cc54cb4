// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

/**
 * A decision by whether one argument is a null pointer, by all 64 bits of it.
 *
 * @param argument which, from 0 to 5
 * @param none decides if it is null
 * @param some decides if it is not
 */
record PointerTest(int argument, Decision none, Decision some) implements Decision {}
