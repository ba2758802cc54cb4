// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TokenEstimatorProperties {

  private static final String SCHEMA = "{\"type\":\"object\"}";
  private static final TokenEstimator BOUND = TokenEstimator.upperBound();

  /** Whole characters of every length in UTF-8, and halves of surrogate pairs. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a",
            "\u0000",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00")
        .list()
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  @Property
  void upperBound_isTheOctetsOfTheTextAsAProviderReceivesIt(@ForAll("texts") String text) {
    assertThat(BOUND.tokens(text)).isEqualTo(replaced(text).getBytes(UTF_8).length);
  }

  @Property
  void upperBound_ofAnythingJavaCallsAString_isNeverBelowItsUtf8(@ForAll String text) {
    assertThat(BOUND.tokens(text)).isGreaterThanOrEqualTo(text.getBytes(UTF_8).length);
  }

  @Property
  void inputTokens_moreOfAnything_isNeverLess(
      @ForAll("texts") String content, @ForAll("texts") String more) {
    ModelRequest request = ModelRequest.of("m-1", "large", ChatMessage.user(content));
    ModelRequest longer =
        request.withMessages(List.of(ChatMessage.user(content), ChatMessage.user(more)));

    assertThat(BOUND.inputTokens(longer) - BOUND.inputTokens(request))
        .isEqualTo(BOUND.tokens(more) + TokenEstimator.MESSAGE_OVERHEAD);
  }

  /** Whatever a provider reads counts, names and ids included. */
  @Example
  void inputTokens_everyTextOfARequest_isCounted() {
    ToolDefinition tool =
        ToolDefinition.builder("refund").description("Pays.").inputSchema(SCHEMA).build();
    ModelRequest request =
        ModelRequest.of(
                "m-1",
                "large",
                ChatMessage.assistant("so", ToolCall.of("c-77", "refund", "{\"a\":1}")),
                ChatMessage.tool("c-77", "done"))
            .withTools(List.of(tool));
    int texts = "so".length() + "c-77".length() + "refund".length() + "{\"a\":1}".length();
    texts += "c-77".length() + "done".length();
    texts += "refund".length() + "Pays.".length() + SCHEMA.length();

    assertThat(BOUND.inputTokens(request)).isEqualTo(texts + 4L * TokenEstimator.MESSAGE_OVERHEAD);
  }

  private static String replaced(String text) {
    StringBuilder whole = new StringBuilder();
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }
}
