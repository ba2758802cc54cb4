// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.RateTellers.acquire;
import static io.hermesx.store.postgres.RateTellers.call;
import static io.hermesx.store.postgres.RateTellers.layers;
import static io.hermesx.store.postgres.RateTellers.remaining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that stops or crashes under a backend that runs on. */
class RateRestartTest {

  private static final List<Layer> TEN = layers(RateLimit.requests("ten", 10, Duration.ofDays(1)));

  @TempDir private static Path folder;

  @Test
  void server_stopsAndCrashes_comesBackWithWhatWasOnDiskAndNeverMore() {
    try (OwnServer server = OwnServer.start(ServerShell.plain(), folder);
        PostgresRateBackend backend = RateTellers.open(server.database(), 1)) {
      acquire(backend, call("alice"), TEN);
      acquire(backend, call("alice"), TEN);

      server.stop("fast");
      assertThatThrownBy(() -> acquire(backend, call("alice"), TEN))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("PostgreSQL");
      server.start();

      assertThat(remaining(backend, call("alice"), TEN)).containsExactly(8L);
      server.database().execute("checkpoint");
      acquire(backend, call("alice"), TEN);
      server.stop("immediate");
      assertThatThrownBy(() -> acquire(backend, call("alice"), TEN))
          .isInstanceOf(RateLimiterUnavailableException.class);
      server.start();

      // What was committed in the last moments may be forgotten, and nothing before.
      assertThat(remaining(backend, call("alice"), TEN)).isSubsetOf(7L, 8L);
    }
  }
}
