// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample.inverted.room;

import io.hermesx.core.architecture.sample.inverted.guard.Gate;

/** A room that leans on the guard. */
public record Room(Gate gate) {}
