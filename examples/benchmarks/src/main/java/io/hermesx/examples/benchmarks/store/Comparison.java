// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

/**
 * A line of the report: the same thing done by us and by a peer.
 *
 * @param name how the line is called
 * @param ours what we do
 * @param theirs what the peer does
 */
record Comparison(String name, Operation ours, Operation theirs) {}
