// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample.inverted.guard;

/** The guard of a small house. */
public final class Gate {}
