// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

/**
 * A facility that was asked for and is not there.
 *
 * @param facility what is missing
 * @param problem what was tried, with path and errno text
 * @param remedy what an operator can do
 */
public record Shortfall(Facility facility, String problem, String remedy) {}
