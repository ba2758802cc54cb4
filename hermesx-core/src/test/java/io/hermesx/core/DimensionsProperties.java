// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DimensionsProperties {

  @Provide
  Arbitrary<Dimensions> dimensions() {
    return Arbitraries.maps(Arbitraries.of(Dimension.class), Arbitraries.of("a", "b"))
        .map(Dimensions::new);
  }

  @Property
  void matches_isThatEveryValueNamedIsEqualThere(
      @ForAll("dimensions") Dimensions pattern, @ForAll("dimensions") Dimensions call) {
    assertThat(pattern.matches(call))
        .isEqualTo(call.values().entrySet().containsAll(pattern.values().entrySet()));
  }

  @Property
  void matches_isReflexiveAndTheEmptyPatternMatchesAll(@ForAll("dimensions") Dimensions any) {
    assertThat(any.matches(any)).isTrue();
    assertThat(Dimensions.none().matches(any)).isTrue();
  }

  @Property
  void with_setsOneAndLeavesTheRest(
      @ForAll("dimensions") Dimensions before, @ForAll Dimension dimension) {
    Dimensions after = before.with(dimension, "c");

    assertThat(after.find(dimension)).contains("c");
    for (Dimension other : Dimension.values()) {
      if (other != dimension) {
        assertThat(after.find(other)).isEqualTo(before.find(other));
      }
    }
  }

  @Property
  void equality_isByValueWhateverTheMap(@ForAll("dimensions") Dimensions any) {
    Dimensions copy = new Dimensions(new HashMap<>(any.values()));

    assertThat(copy).isEqualTo(any).hasSameHashCodeAs(any);
  }

  @Example
  void values_mapChangedAfterwards_staysAsItWas() {
    Map<Dimension, String> map = new EnumMap<>(Map.of(Dimension.USER, "user:alice"));
    Dimensions dimensions = new Dimensions(map);
    map.put(Dimension.TOOL, "refund");

    assertThat(dimensions.values()).containsOnlyKeys(Dimension.USER).isUnmodifiable();
  }
}
