// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

  @Test
  void scopeAndValue_atTheEdgeOfTheirLength() {
    String scope = "x".repeat(200);
    String value = "x".repeat(128);

    assertThat(new IdempotencyKey(scope, value).value()).isEqualTo(value);
    assertThatThrownBy(() -> new IdempotencyKey(scope + "x", value))
        .hasMessageStartingWith("idempotency scope has 201 characters");
    assertThatThrownBy(() -> new IdempotencyKey(scope, value + "x"))
        .hasMessageStartingWith("idempotency key has 129 characters");
  }

  @Test
  void scopeAndValue_withStrangeCharacters_areRefused() {
    assertThatThrownBy(() -> new IdempotencyKey("a\nb", "key"))
        .hasMessageStartingWith("idempotency scope has a control character");
    assertThatThrownBy(() -> new IdempotencyKey("a b", "k y"))
        .hasMessageStartingWith("idempotency key has a character at index 1");
  }
}
