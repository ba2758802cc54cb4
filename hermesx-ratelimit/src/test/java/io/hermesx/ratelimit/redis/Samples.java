// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Commands that tests of the backend send. */
final class Samples {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Ten calls an hour. */
  static final Layer HOURLY = new Layer(RateLimit.requests("hourly", 10, Duration.ofHours(1)));

  private Samples() {}

  static TenantId tenant() {
    return new TenantId(UUID.randomUUID());
  }

  static Command call(TenantId tenant, Layer... layers) {
    return Command.acquire(
        RateRequest.call(tenant, Dimensions.none()), List.of(layers), UUID.randomUUID());
  }

  static Command callOf(TenantId tenant, String user, Layer layer) {
    Dimensions who = Dimensions.none().with(Dimension.USER, user);
    return Command.acquire(RateRequest.call(tenant, who), List.of(layer), UUID.randomUUID());
  }

  static Answer once(RedisRateBackend backend, Command command) {
    return backend.execute(List.of(command), PATIENCE).get(0);
  }

  /** How many of so many calls are allowed, sent one after the other. */
  static int allowed(RedisRateBackend backend, int calls, TenantId tenant, Layer... layers) {
    int allowed = 0;
    for (int i = 0; i < calls; i++) {
      allowed += once(backend, call(tenant, layers)).done() ? 1 : 0;
    }
    return allowed;
  }

  /** Four layers that a call of a user meets. */
  static Layer[] four(long permits) {
    List<Layer> layers = new ArrayList<>();
    for (String name : List.of("tenant", "user", "tool", "model")) {
      layers.add(new Layer(RateLimit.requests(name, permits, Duration.ofHours(1))));
    }
    return layers.toArray(Layer[]::new);
  }
}
