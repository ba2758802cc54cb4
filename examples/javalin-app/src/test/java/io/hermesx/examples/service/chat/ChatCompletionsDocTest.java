// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.guard.Denial;
import io.hermesx.core.guard.DenialCode;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.Stage;
import io.hermesx.examples.service.http.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page about the chat route says what the code does. */
final class ChatCompletionsDocTest {

  private static final List<String> LINES = lines();

  @ParameterizedTest
  @EnumSource
  void denial_isInTheErrorTable(DenialCode code) {
    assertDocumented(Refusals.of(denial(code, Optional.empty())));
  }

  @ParameterizedTest
  @EnumSource
  void modelFailure_isInTheErrorTable(ModelFailure failure) {
    assertDocumented(Refusals.of(failure));
  }

  @Test
  void otherProblems_areInTheErrorTable() {
    assertDocumented(Refusals.unknownModel());
    assertDocumented(
        Refusals.indeterminate(
            new ReceiptId(UUID.fromString("018f4e5a-0000-7000-8000-000000000001"))));
  }

  @Test
  void field_passedOrRefused_isInTheFieldTable() {
    String table = String.join("\n", LINES);
    for (String field : RequestReader.PASSED) {
      assertThat(table).contains("`" + field + "`");
    }
    String refused =
        LINES.stream().filter(line -> line.contains("refused by name")).findFirst().orElseThrow();
    for (String field : RequestReader.REFUSED.keySet()) {
      assertThat(refused).contains("`" + field + "`");
    }
  }

  @Test
  void waitingTime_isRoundedUp_andNeverShortened() {
    assertThat(wait(Duration.ofMillis(1))).isEqualTo("1");
    assertThat(wait(Duration.ofMillis(1_001))).isEqualTo("2");
    assertThat(wait(Duration.ZERO)).isEqualTo("1");
    assertThat(wait(Duration.ofDays(31))).isEqualTo("2678400");
    assertThat(Refusals.of(denial(DenialCode.RATE_LIMITED, Optional.empty())).headers())
        .containsEntry("x-should-retry", "false")
        .doesNotContainKey("Retry-After");
  }

  private static String wait(Duration wait) {
    return Refusals.of(denial(DenialCode.RATE_LIMITED, Optional.of(wait)))
        .headers()
        .get("Retry-After");
  }

  private static Denial denial(DenialCode code, Optional<Duration> wait) {
    return new Denial(code, Stage.POLICY, code.hint(), "for operators only", wait);
  }

  private static void assertDocumented(Problem problem) {
    assertThat(LINES)
        .as(problem.code())
        .anyMatch(
            line ->
                line.startsWith("| " + problem.status() + " ")
                    && line.contains("`" + problem.code() + "`"));
    assertThat(problem.detail()).doesNotContain("for operators only");
    assertThat(problem.headers()).isNotEmpty();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of("../../docs/reference/chat-completions.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
