// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Rate limiters, local and shared through Redis. */
@NullMarked
@SuppressWarnings("requires-automatic")
module io.hermesx.ratelimit {
  requires com.github.benmanes.caffeine;
  requires transitive io.hermesx.core;
  requires static io.opentelemetry.api;
  requires static io.opentelemetry.context;
  requires static org.jspecify;
  requires redis.clients.jedis;

  exports io.hermesx.ratelimit;
}
