// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

/** Carries a filler word. */
final class LimiterImpl {}
