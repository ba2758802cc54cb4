// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BudgetKeyTest {

  @Provide
  Arbitrary<Dimensions> dimensions() {
    return Arbitraries.maps(
            Arbitraries.of(Dimension.class),
            Arbitraries.of("a", "b", "1 a", "", "\u0000", "\ud83d"))
        .map(Dimensions::new);
  }

  @Property
  void matching_anyPatternAndCall_hasTheKeyIfThePatternMatches(
      @ForAll("dimensions") Dimensions pattern, @ForAll("dimensions") Dimensions call) {
    assertThat(List.of(BudgetKey.matching(call)).contains(BudgetKey.of(pattern)))
        .isEqualTo(pattern.matches(call));
  }

  @Test
  void matching_everyDimension_isSixtyFourDifferentKeys() {
    Dimensions all =
        new Dimensions(
            Map.of(
                Dimension.USER, "x",
                Dimension.AGENT, "x",
                Dimension.SESSION, "x",
                Dimension.RUN, "x",
                Dimension.TOOL, "x",
                Dimension.MODEL, "x"));

    assertThat(BudgetKey.matching(all)).hasSize(64).doesNotHaveDuplicates();
    assertThat(Dimension.values()).hasSize(6); // with more, think again
  }

  @Test
  void of_valuesThatReadTheSameTogether_areTwoKeys() {
    Dimensions one = Dimensions.none().with(Dimension.USER, "a").with(Dimension.AGENT, "b");
    Dimensions other = Dimensions.none().with(Dimension.USER, "aAGENT 1 b");

    assertThat(BudgetKey.of(one)).isNotEqualTo(BudgetKey.of(other));
  }
}
