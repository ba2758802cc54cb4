// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service's own tools, as the operator has set them. */
@Timeout(60)
final class ServiceToolsTest {

  @Test
  void shellThatIsOff_saysAtOnce_whichGuaranteeIsMissing() {
    try (RunningService service = new RunningService()) {
      HttpResponse<String> answer =
          service.post(
              service.adminKey(),
              "/v1/tools/shell/invoke",
              "{\"arguments\":{\"command\":\"echo ran\"}}");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(RunningService.json(answer).string("outcome")).isEqualTo("failed");
      assertThat(RunningService.json(answer).string("content"))
          .contains(
              "nothing was run",
              "HERMESX_SANDBOX is none",
              "no isolation of files",
              "HERMESX_TRUST_LOCAL_PROCESS=true");
    }
  }

  @Test
  void shellThatIsTrusted_stillNeedsAPerson() {
    try (RunningService service = new RunningService("HERMESX_TRUST_LOCAL_PROCESS", "true")) {
      HttpResponse<String> answer =
          service.post(
              service.adminKey(),
              "/v1/tools/shell/invoke",
              "{\"arguments\":{\"command\":\"echo ran\"}}");
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(RunningService.json(answer).string("outcome")).isEqualTo("suspended");
    }
  }

  @Test
  void httpGet_reachesNobodyByDefault_andNothingPrivateEver() {
    try (RunningService service = new RunningService();
        RunningService open = new RunningService("HERMESX_HTTP_GET_HOSTS", "127.0.0.1")) {
      assertThat(get(service, "http://example.org/")).contains("HERMESX_HTTP_GET_HOSTS");
      assertThat(get(open, "http://127.0.0.1/")).contains("not public");
    }
  }

  @Test
  void chat_withTheEchoModel_runsTheClock() {
    try (RunningService service = new RunningService()) {
      HttpResponse<String> answer =
          service.post(
              service.adminKey(),
              "/v1/chat/completions",
              "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"/tool clock\"}]}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("zone", "UTC", "\"outcome\":\"executed\"");
    }
  }

  private static String get(RunningService service, String url) {
    HttpResponse<String> answer =
        service.post(
            service.adminKey(),
            "/v1/tools/http_get/invoke",
            "{\"arguments\":{\"url\":\"" + url + "\"}}");
    assertThat(RunningService.json(answer).string("outcome")).isEqualTo("failed");
    return RunningService.json(answer).string("content");
  }
}
