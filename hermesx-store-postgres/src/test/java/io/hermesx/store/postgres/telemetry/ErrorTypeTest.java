// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a failure: a state, or a class; never a message. */
class ErrorTypeTest {

  private static final String SECRET = "zq7mk";

  @Test
  void error_cause_hasTheState() {
    assertThat(ErrorType.of(new IllegalStateException(new SQLException(SECRET, "23505"))))
        .isEqualTo(new ErrorType("23505", "23505"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "23505 " + SECRET, SECRET, "2350", "235055"})
  void error_stateIsNotOne_isCalledByItsClass(String state) {
    assertThat(ErrorType.of(new SQLException(SECRET, state)))
        .isEqualTo(new ErrorType("java.sql.SQLException", null));
  }
}
