// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.ratelimit.RateFailureMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  @Test
  void nothingSet_isTheDefaults() {
    Configuration configuration = Configuration.of(Map.of("PATH", "/bin"));
    assertThat(configuration.number(Variable.PORT)).isEqualTo(8080);
    assertThat(configuration.text(Variable.BIND_ADDRESS)).isEqualTo("127.0.0.1");
    assertThat(configuration.external()).isFalse();
    assertThat(configuration.models()).isEmpty();
    assertThat(configuration.dataFolder()).isAbsolute();
  }

  @ParameterizedTest
  @CsvSource({
    "HERMESX_PORT, 65536",
    "HERMESX_PORT, -1",
    "HERMESX_PORT, http",
    "HERMESX_BODY_LIMIT, 10",
    "HERMESX_BODY_SECONDS, 0",
    "HERMESX_IDLE_SECONDS, 99999",
    "HERMESX_DATABASE_POOL, 0",
    "HERMESX_LOG_LEVEL, loud",
    "HERMESX_TRUST_LOCAL_PROCESS, yes",
    "HERMESX_SANDBOX, docker",
    "HERMESX_SANDBOX_CONTROL_GROUP, a/../b",
    "HERMESX_SANDBOX_CONTROL_GROUP, /",
    "HERMESX_MODEL_URL, ftp://example.org",
    "HERMESX_MODEL_PRICE, free",
    "HERMESX_INSTALLATION, Not Valid",
    "HERMESX_DATABASE_URL, mysql://db/x",
    "HERMESX_BUDGET_USD, 1.5",
    "HERMESX_TOKENS_PER_MINUTE, -1",
    "HERMESX_CONCURRENT_CALLS, 10001",
    "HERMESX_TOOL_CALLS_PER_MINUTE, http-get=5",
    "HERMESX_TOOL_CALLS_PER_MINUTE, http_get",
    "HERMESX_TOOL_CALLS_PER_MINUTE, http_get=0",
    "HERMESX_TOOL_CALLS_PER_MINUTE, 'clock=1,clock=2'",
    "HERMESX_TOOL_CALLS_PER_MINUTE, 'clock=1,'",
    "HERMESX_AUDIT_CHECKPOINT_SECONDS, 0",
    "HERMESX_AUDIT_CHECKPOINT_SECONDS, 3601",
    "HERMESX_AUDIT_NEW_STATE, yes",
    "HERMESX_AUDIT_TSA, ftp://tsa.example",
    "HERMESX_AUDIT_TSA, http:///tsr",
    "HERMESX_REDIS_OUTAGE, close",
    "HERMESX_REDIS_OUTAGE, share/0",
  })
  void value_outOfRange_isNamedWithWhatIsAllowedAndWhatToDo(String key, String value) {
    assertThatThrownBy(() -> Configuration.of(Map.of(key, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value)
        .hasMessageContaining("allowed: ")
        .hasMessageContaining("Set it to that");
  }

  @Test
  void toolLimits_areReadInTheirOrder() {
    Configuration configuration =
        Configuration.of(Map.of("HERMESX_TOOL_CALLS_PER_MINUTE", "shell=5, http_get=60"));

    assertThat(configuration.toolCallsPerMinute())
        .containsExactly(Map.entry("shell", 5), Map.entry("http_get", 60));
    assertThat(Configuration.of(Map.of()).toolCallsPerMinute()).isEmpty();
  }

  @Test
  void redis_withoutWhatToDoWhileItIsAway_isRefused() {
    String url = "rediss://app:pa55word@redis.example:6379";

    assertThatThrownBy(() -> Configuration.of(Map.of("HERMESX_REDIS_URL", url)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("HERMESX_REDIS_OUTAGE is not set")
        .hasMessageContaining("closed, open, or share/number")
        .hasMessageNotContaining("pa55word");
    assertThatThrownBy(() -> Configuration.of(Map.of("HERMESX_REDIS_OUTAGE", "open")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("HERMESX_REDIS_URL is not set");
    assertThatThrownBy(
            () ->
                Configuration.of(
                    Map.of(
                        "HERMESX_REDIS_URL", "http://app:pa55word@x",
                        "HERMESX_REDIS_OUTAGE", "open")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("HERMESX_REDIS_URL")
        .hasMessageNotContaining("pa55word");
    assertThat(redis(url, "closed").redisOutage()).isEqualTo(RateFailureMode.closed());
    assertThat(redis(url, "OPEN").redisOutage()).isEqualTo(RateFailureMode.open());
    assertThat(redis(url, "share/12").redisOutage()).isEqualTo(RateFailureMode.localShare(12));
    assertThat(redis(url, "open").toString()).doesNotContain("pa55word");
  }

  private static Configuration redis(String url, String outage) {
    return Configuration.of(Map.of("HERMESX_REDIS_URL", url, "HERMESX_REDIS_OUTAGE", outage));
  }

  @ParameterizedTest
  @CsvSource({
    "HERMESX_PROT, HERMESX_PORT",
    "HERMESX_DATABASEURL, HERMESX_DATABASE_URL",
    "HERMESX_MODEL, HERMESX_MODELS",
    "HERMESX_, HERMESX_",
  })
  void variable_thatIsNotKnown_isRefusedWithTheNearestName(String key, String nearest) {
    assertThatThrownBy(() -> Configuration.of(Map.of(key, "1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("did you mean " + nearest);
  }

  @Test
  void secrets_neverAppear() {
    Configuration configuration =
        Configuration.of(
            Map.of(
                "HERMESX_MODEL_URL", "https://example.org/v1",
                "HERMESX_MODELS", "m",
                "HERMESX_MODEL_KEY", "topsecret"));
    assertThat(configuration.toString()).contains("HERMESX_MODEL_KEY=(set)");
    assertThat(configuration.toString()).doesNotContain("topsecret");
    assertThatThrownBy(
            () -> Configuration.of(Map.of("HERMESX_DATABASE_URL", "jdbc:postgresql://a:pw123@h/d")))
        .hasMessageContaining("HERMESX_DATABASE_URL")
        .hasMessageNotContaining("pw123");
    assertThatThrownBy(
            () ->
                Configuration.of(
                    Map.of("HERMESX_DATABASE_URL", "jdbc:postgresql://h/d?password=pw123")))
        .hasMessageNotContaining("pw123");
  }

  @Test
  void valuesThatBelongTogether_areAskedForTogether() {
    assertThatThrownBy(
            () -> Configuration.of(Map.of("HERMESX_DATABASE_URL", "jdbc:postgresql://h/d")))
        .hasMessageContaining("HERMESX_DATABASE_PASSWORD is not set");
    assertThatThrownBy(
            () ->
                Configuration.of(
                    Map.of(
                        "HERMESX_DATABASE_URL", "jdbc:postgresql://h/d",
                        "HERMESX_DATABASE_PASSWORD", "secret")))
        .hasMessageContaining("HERMESX_CONTEXT_KEY is not set")
        .hasMessageContaining("HERMESX_MIGRATOR_PASSWORD");
    assertThatThrownBy(() -> Configuration.of(Map.of("HERMESX_CONTEXT_KEY", "hmck_deadbeef")))
        .hasMessageContaining("HERMESX_CONTEXT_KEY is set to something")
        .hasMessageNotContaining("deadbeef");
    assertThatThrownBy(() -> Configuration.of(Map.of("HERMESX_MODEL_URL", "http://h/v1")))
        .hasMessageContaining("HERMESX_MODELS is not set");
    assertThatThrownBy(() -> Configuration.of(Map.of("HERMESX_MODELS", "m")))
        .hasMessageContaining("HERMESX_MODEL_URL is not set");
  }

  @Test
  void page_listsExactlyTheVariablesThereAre() throws IOException {
    String page = Files.readString(page());
    List<String> expected =
        Arrays.stream(Variable.values())
            .map(
                v ->
                    "| `"
                        + v.key()
                        + "` | "
                        + (v.standard().isEmpty() ? "" : "`" + v.standard() + "`")
                        + " | "
                        + v.allowed()
                        + " | "
                        + v.meaning()
                        + " |")
            .toList();
    List<String> rows = page.lines().filter(line -> line.startsWith("| `HERMESX_")).toList();
    assertThat(rows).isEqualTo(expected);
  }

  private static Path page() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/reference/formats.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/reference/service.md");
  }
}
