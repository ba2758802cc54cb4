// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample.cycle.two;

import io.hermesx.core.architecture.sample.cycle.one.First;

/** The other half of a cycle. */
public record Second(First first) {}
