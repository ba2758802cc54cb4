// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a user of few rights can do, and what others are told. */
class RedisLoginTest {

  private static final String PASSWORD = "correct-horse-battery";
  private static final List<String> RIGHTS =
      List.of("+evalsha", "+eval", "+time", "+mget", "+set", "+ping");

  private static RedisProcess redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void user_withTheRightsOfTheManual_canDoAll() {
    user("hermesx", "~test:*", RIGHTS);
    assertThat(allowed("hermesx", PASSWORD)).isEqualTo(10);
  }

  @Test
  void user_withoutOneRight_isToldWhichItNeeds() {
    for (String right : RIGHTS.subList(0, 5)) {
      redis.ask("SCRIPT", "FLUSH");
      List<String> others = RIGHTS.stream().filter(r -> !r.equals(right)).toList();
      user("lacking", "~test:*", others);
      assertThatThrownBy(() -> allowed("lacking", PASSWORD))
          .as(right)
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("~test:* +evalsha +eval +time +mget +set +ping");
    }
  }

  @Test
  void user_ofOtherKeys_isToldWhichItNeeds() {
    user("elsewhere", "~other:*", RIGHTS);
    assertThatThrownBy(() -> allowed("elsewhere", PASSWORD))
        .isInstanceOf(RateLimiterUnavailableException.class)
        .hasMessageContaining("~test:*");
  }

  @Test
  void user_withAWrongPassword_isToldSoWithoutIt() {
    user("hermesx", "~test:*", RIGHTS);
    String wrong = "wrong-" + PASSWORD;
    assertThatThrownBy(() -> allowed("hermesx", wrong))
        .isInstanceOf(RateLimiterUnavailableException.class)
        .hasMessageContaining("check user and password")
        .satisfies(e -> assertThat(trace(e)).doesNotContain(PASSWORD));
    assertThat(redis.settings("hermesx", wrong).toString()).doesNotContain(PASSWORD);
  }

  @Test
  void server_outOfMemory_saysSo() {
    redis.ask("CONFIG", "SET", "maxmemory", "1");
    try {
      assertThatThrownBy(() -> allowed(null, null))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("raise maxmemory");
    } finally {
      redis.ask("CONFIG", "SET", "maxmemory", "0");
    }
  }

  @Test
  void server_thatIsAReplica_saysSo() {
    try (RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1 " + redis.port());
        RedisRateBackend backend = new RedisRateBackend(replica.settings())) {
      assertThatThrownBy(() -> Samples.allowed(backend, 1, Samples.tenant(), Samples.HOURLY))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("address the primary");
    }
  }

  @Test
  void server_killedAndStartedEmpty_isUsedAgainByTheNextCall() {
    try (RedisProcess other = RedisProcess.start();
        RedisRateBackend backend = new RedisRateBackend(other.settings())) {
      assertThat(Samples.allowed(backend, 1, Samples.tenant(), Samples.HOURLY)).isEqualTo(1);
      other.kill();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> Samples.allowed(backend, 1, Samples.tenant(), Samples.HOURLY))
            .isInstanceOf(RateLimiterUnavailableException.class);
      }
      other.restart();
      assertThat(Samples.allowed(backend, 1, Samples.tenant(), Samples.HOURLY)).isEqualTo(1);
    }
  }

  @Test
  void server_thatIsNotThere_saysWhatToCheck() {
    RedisProcess gone = RedisProcess.start();
    gone.close();
    try (RedisRateBackend backend = new RedisRateBackend(gone.settings())) {
      assertThatThrownBy(() -> Samples.allowed(backend, 1, Samples.tenant(), Samples.HOURLY))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("check that it runs");
    }
  }

  private static void user(String name, String keys, List<String> rights) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("SETUSER", name, "reset", "on", ">" + PASSWORD, keys));
    words.addAll(rights);
    redis.ask("ACL", words.toArray(String[]::new));
  }

  private static int allowed(String user, String password) {
    try (RedisRateBackend backend = new RedisRateBackend(redis.settings(user, password))) {
      return Samples.allowed(backend, 12, Samples.tenant(), Samples.HOURLY);
    }
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
