// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import java.util.EnumMap;
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
  void matching_everyDimension_isDifferentKeysForEachSubset() {
    Map<Dimension, String> all = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      all.put(dimension, "x");
    }

    assertThat(BudgetKey.matching(new Dimensions(all))).hasSize(256).doesNotHaveDuplicates();
    assertThat(Dimension.values()).hasSize(8); // with more, think again
  }

  @Test
  void of_valuesThatReadTheSameTogether_areTwoKeys() {
    Dimensions one = Dimensions.none().with(Dimension.USER, "a").with(Dimension.AGENT, "b");
    Dimensions other = Dimensions.none().with(Dimension.USER, "aAGENT 1 b");

    assertThat(BudgetKey.of(one)).isNotEqualTo(BudgetKey.of(other));
  }
}
