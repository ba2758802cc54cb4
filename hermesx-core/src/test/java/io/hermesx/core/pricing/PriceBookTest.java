// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceBookTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final ModelPrice PRICE = new ModelPrice(3, 2, 1);

  @Test
  void of_knownNames_haveTheirPriceAndOthersNone() {
    PriceBook book = PriceBook.of("v1", Map.of("large", PRICE), Map.of("refund", 7L));

    assertThat(book.version()).isEqualTo("v1");
    assertThat(book.model(ACME, "large")).contains(PRICE);
    assertThat(book.model(ACME, "Large")).isEmpty();
    assertThat(book.tool(ACME, "refund")).isEqualTo(7);
    assertThat(book.tool(ACME, "look-up")).isZero();
  }

  @Test
  void of_mapsChangedAfterwards_keepsItsPrices() {
    Map<String, Long> tools = new HashMap<>(Map.of("refund", 7L));
    PriceBook book = PriceBook.of("v1", Map.of(), tools);
    tools.put("refund", 0L);

    assertThat(book.tool(ACME, "refund")).isEqualTo(7);
  }

  @Test
  void of_toolThatPaysItsCaller_isRefusedByName() {
    assertThatThrownBy(() -> PriceBook.of("v1", Map.of(), Map.of("refund", -1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tool refund costs -1 nano-USD, allowed: 0 or more");
  }

  @Test
  void free_anyModelAndTool_costsNothing() {
    TokenUsage most = new TokenUsage(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    assertThat(PriceBook.free().version()).isEqualTo("free");
    assertThat(PriceBook.free().tool(ACME, "refund")).isZero();
    assertThat(PriceBook.free().model(ACME, "any").orElseThrow().ceiling(most)).isZero();
  }
}
