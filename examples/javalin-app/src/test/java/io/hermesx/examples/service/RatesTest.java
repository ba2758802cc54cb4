// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.examples.service.config.Configuration;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The limits of a running service, and what its answers tell of them. */
class RatesTest {

  private static final String CLOCK = "/v1/tools/clock/invoke";
  private static final String CHAT = "/v1/chat/completions";

  @Test
  void success_tellsWhatIsLeft() {
    try (RunningService service = new RunningService("HERMESX_REQUESTS_PER_MINUTE", "3")) {
      HttpResponse<String> first = post(service, CLOCK, "{\"arguments\":{}}");
      HttpResponse<String> second = post(service, CLOCK, "{\"arguments\":{}}");

      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(header(first, "RateLimit-Policy")).isEqualTo("\"calls-per-minute\";q=3;w=60");
      assertThat(header(first, "RateLimit")).startsWith("\"calls-per-minute\";r=2;t=");
      assertThat(header(first, "RateLimit-Limit")).isEqualTo("3");
      assertThat(header(second, "RateLimit-Remaining")).isEqualTo("1");
      assertThat(second.headers().firstValue("Retry-After")).isEmpty();
    }
  }

  @Test
  void aboveTheLimit_is429WithTheTimeToWait() {
    try (RunningService service = new RunningService("HERMESX_REQUESTS_PER_MINUTE", "1")) {
      post(service, CLOCK, "{\"arguments\":{}}");

      HttpResponse<String> refused = post(service, CLOCK, "{\"arguments\":{}}");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
      assertThat(header(refused, "RateLimit"))
          .isEqualTo("\"calls-per-minute\";r=0;t=" + header(refused, "Retry-After"));
      assertThat(metrics(service))
          .contains("hermesx_ratelimit_decisions_total{mode=\"local\",outcome=\"allowed\"} 1.0")
          .contains("hermesx_ratelimit_decisions_total{mode=\"local\",outcome=\"rejected\"} 1.0")
          .contains(
              "hermesx_ratelimit_rejections_total{limit=\"calls-per-minute\",mode=\"local\"} 1.0")
          .contains("hermesx_ratelimit_outages 0.0");
    }
  }

  @Test
  void stream_tellsBeforeItsFirstEvent() {
    try (RunningService service = new RunningService("HERMESX_REQUESTS_PER_MINUTE", "5")) {
      HttpResponse<String> streamed =
          post(
              service,
              CHAT,
              "{\"model\":\"echo\",\"stream\":true,"
                  + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

      assertThat(streamed.statusCode()).isEqualTo(200);
      assertThat(streamed.body()).contains("[DONE]");
      assertThat(header(streamed, "RateLimit-Remaining")).isEqualTo("4");
    }
  }

  @Test
  void requestLargerThanALimit_isNotToBeRepeated() {
    try (RunningService service = new RunningService("HERMESX_TOKENS_PER_MINUTE", "1")) {
      HttpResponse<String> refused =
          post(
              service,
              CHAT,
              "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi there\"}]}");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
      assertThat(header(refused, "x-should-retry")).isEqualTo("false");
    }
  }

  @Test
  void toolWithALimitOfItsOwn_isLimitedAndOthersAreNot() {
    try (RunningService service =
        new RunningService(
            "HERMESX_TOOL_CALLS_PER_MINUTE", "clock=1", "HERMESX_CONCURRENT_CALLS", "1")) {
      assertThat(post(service, CLOCK, "{\"arguments\":{}}").statusCode()).isEqualTo(200);
      assertThat(post(service, CLOCK, "{\"arguments\":{}}").statusCode()).isEqualTo(429);
      HttpResponse<String> other =
          post(service, "/v1/tools/shell/invoke", "{\"arguments\":{\"command\":\"id\"}}");
      assertThat(other.statusCode()).isEqualTo(200);
      assertThat(header(other, "RateLimit-Policy"))
          .isEqualTo(
              "\"calls-per-minute\";q=600;w=60, \"calls-at-once\";q=1;qu=\"concurrent-requests\"");
    }
  }

  @Test
  void limits_areThoseOfTheConfiguration() {
    Configuration configuration =
        Configuration.of(
            Map.of(
                "HERMESX_TOKENS_PER_MINUTE", "1000",
                "HERMESX_CONCURRENT_CALLS", "4",
                "HERMESX_TOOL_CALLS_PER_MINUTE", "shell=5"));

    assertThat(Rates.limits(configuration).common())
        .extracting(RateLimit::name)
        .containsExactly(
            "calls-per-minute", "tokens-per-minute", "calls-at-once", "shell-per-minute");
    assertThat(Rates.limits(Configuration.of(Map.of())).common()).hasSize(1);
  }

  private static HttpResponse<String> post(RunningService service, String path, String body) {
    return service.send(
        service
            .request(service.adminKey(), path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String metrics(RunningService service) {
    return service.get(service.adminKey(), "/v1/metrics").body();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
