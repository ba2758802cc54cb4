// SPDX-License-Identifier: Apache-2.0

/**
 * Measures ours and a peer or a physical limit in the same run, interleaved, and closes with one
 * ratio a figure. The entry is the script {@code examples/benchmarks/run}.
 */
package io.hermesx.examples.benchmarks;
