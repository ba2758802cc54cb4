// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import java.math.BigInteger;
import java.util.List;

/** What each window between two calls admits at most, its ends included. */
final class Bounds {

  private Bounds() {}

  /** Something that was spent. */
  record Spent(long at, long cost) {}

  static void require(RateAlgorithm algorithm, List<Spent> spent) {
    for (int first = 0; first < spent.size(); first++) {
      BigInteger sum = BigInteger.ZERO;
      for (int last = first; last < spent.size(); last++) {
        sum = sum.add(BigInteger.valueOf(spent.get(last).cost()));
        long length = spent.get(last).at() - spent.get(first).at();
        assertThat(sum).isLessThanOrEqualTo(algorithm.atMost(Algorithms.micros(length)));
        if (algorithm instanceof TokenBucket bucket) {
          assertThat(sum).isLessThanOrEqualTo(leaked(bucket, length));
        }
      }
    }
  }

  /** Burst plus length × permits / period, rounded down: without the code that is tested. */
  private static BigInteger leaked(TokenBucket bucket, long length) {
    return Oracle.big(length)
        .multiply(Oracle.big(bucket.permits()))
        .divide(Oracle.micros(bucket.period()))
        .add(Oracle.big(bucket.burst()));
  }
}
