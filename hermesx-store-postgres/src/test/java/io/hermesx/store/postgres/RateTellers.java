// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.RateBackend;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/** Backends on a database, and what is asked of them. */
final class RateTellers {

  static final TenantId ACME = TenantId.named("acme");
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final LongUnaryOperator SERVERS = micros -> micros;

  private RateTellers() {}

  /** A backend with a pool of its own. */
  static PostgresRateBackend open(TestDatabase database, int connections) {
    return open(database, connections, SERVERS);
  }

  /** One that reads the time from the server's in a manner of its own, between its two trips. */
  static PostgresRateBackend open(TestDatabase database, int connections, LongUnaryOperator time) {
    return open(database, database.url(), connections, time);
  }

  static PostgresRateBackend open(
      TestDatabase database, String url, int connections, LongUnaryOperator time) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(TestDatabase.APPLICATION);
    config.setPassword("trusted");
    config.setMaximumPoolSize(connections);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(2_000);
    HikariDataSource pool = new HikariDataSource(config);
    return new PostgresRateBackend(pool, pool, database.key(), connections, time);
  }

  static List<Layer> layers(RateLimit... limits) {
    return Stream.of(limits).map(Layer::new).toList();
  }

  static RateRequest call(String user) {
    return call(ACME, user);
  }

  static RateRequest call(TenantId tenant, String user) {
    return RateRequest.call(tenant, Dimensions.none().with(Dimension.USER, user));
  }

  static Answer acquire(RateBackend backend, RateRequest request, List<Layer> layers) {
    return one(backend, Command.acquire(request, layers, UUID.randomUUID()));
  }

  static Answer one(RateBackend backend, Command command) {
    return backend.execute(List.of(command), PATIENCE).get(0);
  }

  /** Until when a lease may be spent: for another minute, µs. */
  static long soon() {
    return (System.currentTimeMillis() + 60_000) * 1_000;
  }

  /** How much each layer would still give. */
  static List<Long> remaining(RateBackend backend, RateRequest request, List<Layer> layers) {
    return one(backend, Command.peek(request, layers)).decision().states().stream()
        .map(state -> state.remaining())
        .toList();
  }
}
