// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  @ParameterizedTest
  @CsvSource({
    "redis://cache, Redis at [cache:6379] no login",
    "redis://cache/, Redis at [cache:6379] no login",
    "redis://cache:7000, Redis at [cache:7000] no login",
    "redis://[::1]:7000, Redis at [[::1]:7000] no login",
    "redis://:secret@cache, Redis at [cache:6379] login of default",
    "redis://app:secret@cache, Redis at [cache:6379] login of app",
    "redis://a%40b:se%3Acret@cache, Redis at [cache:6379] login of a@b",
    "rediss://app:secret@cache, Redis at [cache:6379] TLS login of app",
  })
  void at_readsTheAddress_andShowsNoPassword(String url, String shown) {
    assertThat(RedisServer.at(url).build().toString().replace(",", "")).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cache",
        "http://hunter2@cache",
        "redis://",
        "redis://hunter2@cache",
        "redis://app:hunter2@cache/1",
        "redis://app:hunter2@cache?db=1",
        "redis://app:hunt er2@cache",
        "redis://app:hunter2@ca_che",
        "redis://app:%zz@cache",
        "redis://app:hunter2@cache:99999",
      })
  void at_anythingElse_isRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> RedisServer.at(url).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void at_emptyPassword_isRefused() {
    assertThatThrownBy(() -> RedisServer.at("redis://app:@cache"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("password is empty");
  }
}
