// SPDX-License-Identifier: Apache-2.0
/**
 * What a sandbox costs: bubblewrap against the same command line started raw, the process executor
 * against {@link java.lang.ProcessBuilder}, a flood of output against reading the pipe; then how
 * soon a program is dead whose time is up, and how many run in a second.
 */
package io.hermesx.examples.benchmarks.sandbox;
