// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample.cycle.one;

import io.hermesx.core.architecture.sample.cycle.two.Second;

/** Half of a cycle. */
public record First(Second second) {}
