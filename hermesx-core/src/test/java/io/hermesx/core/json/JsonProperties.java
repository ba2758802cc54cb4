// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What holds for all values: the canonical form is a fixed point, one per value, and blind to how
 * the text was written.
 */
final class JsonProperties {

  @Provide
  Arbitrary<JsonValue> values() {
    return JsonArbitraries.values();
  }

  @Provide
  Arbitrary<JsonObject> objects() {
    return JsonArbitraries.objects();
  }

  @Provide
  Arbitrary<Double> doubles() {
    return JsonArbitraries.doubles();
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void canonicalForm_isAFixedPoint_andLeadsBack(@ForAll("values") JsonValue value) {
    JsonValue back = JsonValue.parse(value.canonical());
    assertThat(back).isEqualTo(value).hasSameHashCodeAs(value);
    assertThat(back.canonical()).isEqualTo(value.canonical());
    assertThat(JsonValue.parse(value.canonicalBytes(), JsonLimits.STANDARD)).isEqualTo(value);
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void text_leadsBack_inTheSameOrder(@ForAll("values") JsonValue value) {
    assertThat(JsonValue.parse(value.toJson()).toJson()).isEqualTo(value.toJson());
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void values_areEqual_exactlyWhenTheirCanonicalOctetsAre(
      @ForAll("values") JsonValue a, @ForAll("values") JsonValue b) {
    assertThat(Arrays.equals(a.canonicalBytes(), b.canonicalBytes())).isEqualTo(a.equals(b));
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void memberOrder_isIrrelevant(@ForAll("objects") JsonObject object, @ForAll Random random) {
    List<Map.Entry<String, JsonValue>> members = new ArrayList<>(object.members().entrySet());
    Collections.shuffle(members, random);
    JsonObject shuffled = JsonArbitraries.object(members);
    assertThat(shuffled).isEqualTo(object).hasSameHashCodeAs(object);
    assertThat(shuffled.canonical()).isEqualTo(object.canonical());
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void whitespaceAndEscapes_areIrrelevant(
      @ForAll("values") JsonValue value, @ForAll Random random) {
    assertThat(JsonValue.parse(LooseWriter.write(value, random)).canonical())
        .isEqualTo(value.canonical());
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void keys_areSortedByUtf16CodeUnits(@ForAll("objects") JsonObject object) {
    JsonObject canonical = JsonObject.parseObject(object.canonical());
    assertThat(new ArrayList<>(canonical.keys())).isSorted();
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void numberText_readsBack_andNoShorterDecimalDoes(@ForAll("doubles") double value) {
    String text = NumberText.of(value);
    assertThat(Double.parseDouble(text)).isEqualTo(value + 0.0);
    BigDecimal written = new BigDecimal(text).stripTrailingZeros();
    BigDecimal exact = new BigDecimal(value);
    if (written.precision() > 1) {
      MathContext fewer = new MathContext(written.precision() - 1, RoundingMode.DOWN);
      MathContext fewerUp = new MathContext(written.precision() - 1, RoundingMode.UP);
      assertThat(exact.round(fewer).doubleValue()).isNotEqualTo(value);
      assertThat(exact.round(fewerUp).doubleValue()).isNotEqualTo(value);
    }
    BigDecimal step = written.ulp();
    for (BigDecimal rival : List.of(written.add(step), written.subtract(step))) {
      if (Double.parseDouble(rival.toString()) == value) {
        assertThat(rival.subtract(exact).abs())
            .isGreaterThanOrEqualTo(written.subtract(exact).abs());
      }
    }
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void pointer_leadsBackFromItsText(@ForAll List<String> tokens) {
    JsonPointer pointer = JsonPointer.parse("");
    for (String token : tokens) {
      pointer = pointer.append(token);
    }
    assertThat(JsonPointer.parse(pointer.toString())).isEqualTo(pointer);
  }
}
