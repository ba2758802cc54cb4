// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/**
 * What a limiter that shares its state does while that state is away. There is no default: each
 * answer is wrong for somebody.
 */
public sealed interface RateFailureMode {

  /** Refuse every call that a shared limit matches. Admits nothing above a limit. */
  static RateFailureMode closed() {
    return new Closed();
  }

  /** Allow every call. Admits whatever is asked. */
  static RateFailureMode open() {
    return new Open();
  }

  /**
   * Decide on this JVM's share of each limit, an equal part for each of so many JVMs. The share
   * counts along while the shared state is there, so that it does not begin unused.
   *
   * @param jvms how many JVMs share the limits; 1 to 10,000. If more of them run, the bound grows
   *     with them
   */
  static RateFailureMode localShare(int jvms) {
    return new LocalShare(jvms);
  }

  /**
   * Returns by how much all JVMs together may exceed a limit because of an outage, whatever they
   * admitted before and after it: beside what the limit itself admits in that time.
   *
   * @param limit the limit
   * @param outage how long the shared state is away
   * @return empty if there is no bound
   */
  Optional<BigInteger> excess(RateLimit limit, Duration outage);

  /** See {@link #closed}. */
  record Closed() implements RateFailureMode {
    @Override
    public Optional<BigInteger> excess(RateLimit limit, Duration outage) {
      return Optional.of(BigInteger.ZERO);
    }
  }

  /** See {@link #open}. */
  record Open() implements RateFailureMode {
    @Override
    public Optional<BigInteger> excess(RateLimit limit, Duration outage) {
      return Optional.empty();
    }
  }

  /**
   * See {@link #localShare}.
   *
   * @param jvms how many JVMs share the limits
   */
  record LocalShare(int jvms) implements RateFailureMode {

    /** Checks the range. */
    public LocalShare {
      RateShare.requireJvms(jvms);
    }

    /** What the shares admit from unused: they may all be, if the calls before came elsewhere. */
    @Override
    public Optional<BigInteger> excess(RateLimit limit, Duration outage) {
      return Optional.of(
          RateShare.of(limit, jvms).algorithm().atMost(outage).multiply(BigInteger.valueOf(jvms)));
    }
  }
}
