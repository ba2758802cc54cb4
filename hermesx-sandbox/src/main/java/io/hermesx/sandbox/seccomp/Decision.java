// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

/** What becomes of a system call: known by its number, or only by its arguments. */
sealed interface Decision permits Verdict, ArgumentTest, PointerTest {}
