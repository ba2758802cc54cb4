// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The permits whose slots are renewed, each since when. Bounded. Thread-safe. */
final class RunningPermits {

  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatRateLimiter.class);

  private final Map<UUID, Running> running = new ConcurrentHashMap<>();
  private final RateLimiter limiter;
  private final Ticker ticker;
  private final long longest;
  private final int most;

  RunningPermits(RateLimiter limiter, Ticker ticker, Duration longest, int most) {
    this.limiter = limiter;
    this.ticker = ticker;
    this.longest = longest.toNanos();
    this.most = most;
  }

  private record Running(RatePermit permit, long since) {}

  void add(RatePermit permit) {
    if (running.size() >= most) {
      LOG.warn(
          "{} permits are renewed already: this one, of tenant {}, is not, and its slot ends with"
              + " its lease",
          most,
          permit.request().tenant());
      return;
    }
    running.put(permit.id(), new Running(permit, ticker.nanos()));
  }

  void remove(RatePermit permit) {
    running.remove(permit.id());
  }

  int size() {
    return running.size();
  }

  /** Renews each once, and forgets those held too long; returns how many it renewed. */
  int renew() {
    int renewed = 0;
    try {
      for (Running each : running.values()) {
        if (ticker.nanos() - each.since >= longest) {
          forget(each);
        } else if (running.containsKey(each.permit.id())) {
          renewed += renew(each.permit) ? 1 : 0;
        }
      }
    } catch (RateLimiterUnavailableException e) {
      LOG.warn("permits could not be renewed; it is tried again at the next interval", e);
    }
    return renewed;
  }

  private void forget(Running each) {
    if (running.remove(each.permit.id()) != null) {
      LOG.warn(
          "a permit of tenant {} was renewed for {} and nobody released it; its slot ends with its"
              + " lease",
          each.permit.request().tenant(),
          Duration.ofNanos(longest));
    }
  }

  private boolean renew(RatePermit permit) {
    try {
      return limiter.renew(permit);
    } catch (RateLimiterUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("a permit of tenant {} could not be renewed", permit.request().tenant(), e);
      return false;
    }
  }
}
