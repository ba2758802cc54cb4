// SPDX-License-Identifier: Apache-2.0
/**
 * The root of the house: the exception every other one extends, the digest, and the few values
 * every room shares.
 *
 * <p>Start in {@link io.hermesx.core.guard}: {@code AgentGuard} is the façade over everything here.
 * Each package is one concept with a {@code package-info} that says what lives there, the type to
 * enter by, and what does not. Implementations against real servers live in the satellites, which
 * depend on this module and never on each other.
 */
package io.hermesx.core;
