// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisServerTest {

  @Test
  void server_described_showsNoPassword() {
    RedisServer server =
        RedisServer.standalone("redis.example", 6379).user("hermesx", "s3cret").tls().build();
    assertThat(server).hasToString("Redis at [redis.example:6379], TLS, login of hermesx");
  }

  @Test
  void cluster_described_namesItsNodes() {
    RedisServer server =
        RedisServer.cluster(new RedisAddress("a", 1), new RedisAddress("b", 2)).build();
    assertThat(server).hasToString("Redis cluster at [a:1, b:2], no login");
  }

  @Test
  void builder_outOfRange_namesTheRange() {
    RedisServer.Builder builder = RedisServer.standalone("localhost", 6379);
    assertThatThrownBy(() -> builder.keyPrefix("a{b}")).hasMessageContaining("without braces");
    assertThatThrownBy(() -> builder.keyPrefix("")).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> builder.connections(0)).hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).hasMessageContaining("1 ms");
    assertThatThrownBy(() -> builder.password("")).hasMessageContaining("password is empty");
    assertThatThrownBy(() -> RedisServer.standalone("localhost", 0))
        .hasMessageContaining("1 to 65535");
    assertThatThrownBy(() -> RedisServer.cluster()).hasMessageContaining("1 or more");
  }
}
