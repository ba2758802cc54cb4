// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.testkit.OutsideComponent;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A missing component never is a silent pass: a skip that says why, or a failure. */
class OutsideComponentTest {

  private static final String REMEDY = "(this line is of OutsideComponentTest)";

  @Test
  void require_thatIsHere_isReturned() {
    assertThat(OutsideComponent.require("sample", Optional.of("here"), REMEDY)).isEqualTo("here");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "redis,sample2 sampl"})
  void without_notRequired_skipsAndSaysHowToGetIt(String required) {
    assertThatThrownBy(() -> OutsideComponent.without("sample", REMEDY, required))
        .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo("TestAbortedException"))
        .hasMessageContaining("sample")
        .hasMessageContaining(REMEDY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "postgres,sample", "postgres sample ", "a, sample"})
  void without_required_fails(String required) {
    assertThatThrownBy(() -> OutsideComponent.without("sample", REMEDY, required))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(REMEDY);
  }

  @Test
  void program_thatNobodyHas_isNotFound() {
    assertThat(OutsideComponent.program("hermesx-no-such-program")).isEmpty();
  }
}
