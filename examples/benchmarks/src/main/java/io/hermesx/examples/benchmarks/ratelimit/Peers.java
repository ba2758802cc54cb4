// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

/**
 * The two sides of a comparison.
 *
 * @param ours what we do
 * @param theirs what the peer does for the same request
 */
record Peers(Side ours, Side theirs) {}
