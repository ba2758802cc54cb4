// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.core.ratelimit.RateRequest;

/** One side of a comparison: decides a request. Thread-safe. */
@FunctionalInterface
interface Side {

  boolean allows(RateRequest request);
}
