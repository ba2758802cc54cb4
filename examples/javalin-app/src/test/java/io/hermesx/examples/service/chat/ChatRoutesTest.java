// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.session.SessionMessage;
import io.hermesx.examples.service.model.EchoModel;
import io.hermesx.examples.service.model.Upstream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ChatRoutesTest {

  private static final String HELLO =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
  private static final String CLOCK = asking("/tool clock");
  private static final String TRANSFER = asking("/tool transfer");

  @Test
  void plainChat_answersInOpenAisForm_andLeavesOneReceiptAndOneUsageRecord() {
    try (Upstream upstream = Upstream.saying("hi");
        ChatServer server = ChatServer.before(upstream)) {
      HttpResponse<String> response = server.chat(HELLO);
      assertThat(response.statusCode()).isEqualTo(200);
      JsonObject json = ChatServer.json(response);
      assertThat(json.string("object")).isEqualTo("chat.completion");
      assertThat(json.string("model")).isEqualTo("served-1");
      assertThat(at(json, "choices", 0, "message").string("content")).isEqualTo("hi");
      assertThat(at(json, "choices", 0).string("finish_reason")).isEqualTo("stop");
      assertThat(at(json, "usage").integer("prompt_tokens")).isEqualTo(11);
      assertThat(at(json, "usage").integer("total_tokens")).isEqualTo(18);
      assertThat(at(json, "usage", "prompt_tokens_details").integer("cached_tokens")).isEqualTo(4);
      assertThat(at(json, "hermesx").string("run_id"))
          .isEqualTo(response.headers().firstValue("X-HermesX-Run-Id").orElseThrow());
      assertThat(at(json, "hermesx").string("nano_usd")).isEqualTo("23");
      assertThat(server.receipts())
          .singleElement()
          .satisfies(
              receipt ->
                  assertThat(receipt.result().orElseThrow().status())
                      .isEqualTo(ReceiptStatus.EXECUTED));
      assertThat(server.usage())
          .singleElement()
          .satisfies(event -> assertThat(event.tokens()).isEqualTo(new TokenUsage(7, 4, 7)));
      assertThat(server.budget().held()).isZero();
      assertThat(server.budget().committed()).isEqualTo(23);
    }
  }

  @Test
  void streamedChat_comesInChunks_withUsageWhereAskedFor() {
    try (Upstream upstream =
            Upstream.streaming(
                Upstream.delta("Hal"),
                Upstream.delta("lo"),
                Upstream.finish("stop"),
                Upstream.usage(10, 2));
        ChatServer server = ChatServer.before(upstream)) {
      HttpResponse<String> response =
          server.chat(
              streamed(HELLO)
                  .replace(
                      "\"stream\":true",
                      "\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      assertThat(response.headers().firstValue("X-HermesX-Run-Id")).isPresent();
      List<String> events = events(response);
      assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
      List<JsonObject> chunks =
          events.subList(0, events.size() - 1).stream().map(JsonObject::parseObject).toList();
      assertThat(at(chunks.get(0), "choices", 0, "delta").string("role")).isEqualTo("assistant");
      assertThat(text(chunks)).isEqualTo("Hallo");
      JsonObject last = chunks.get(chunks.size() - 2);
      assertThat(at(last, "choices", 0).string("finish_reason")).isEqualTo("stop");
      assertThat(at(last, "hermesx").string("run_id")).isNotEmpty();
      JsonObject usage = chunks.get(chunks.size() - 1);
      assertThat(((JsonArray) usage.require("choices")).items()).isEmpty();
      assertThat(at(usage, "usage").integer("total_tokens")).isEqualTo(12);
      assertThat(chunks)
          .allSatisfy(chunk -> assertThat(chunk.string("id")).isEqualTo(last.string("id")));
      assertThat(server.usage()).hasSize(1);
    }
  }

  @Test
  void clientsOwnTool_comesBackAsToolCall_wholeAndStreamed() {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":"/tool get_weather {\\"city\\":\\"Ulm\\"}"}],
         "tools":[{"type":"function","function":{"name":"get_weather",
           "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]}
        """;
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      JsonObject whole = ChatServer.json(server.chat(body));
      assertThat(at(whole, "choices", 0).string("finish_reason")).isEqualTo("tool_calls");
      JsonObject message = at(whole, "choices", 0, "message");
      assertThat(message.require("content").toJson()).isEqualTo("null");
      assertThat(at(message, "tool_calls", 0, "function"))
          .isEqualTo(
              JsonObject.parseObject(
                  "{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Ulm\\\"}\"}"));
      List<String> events = events(server.chat(streamed(body)));
      JsonObject delta = at(JsonObject.parseObject(events.get(1)), "choices", 0, "delta");
      assertThat(at(delta, "tool_calls", 0).integer("index")).isZero();
      assertThat(at(delta, "tool_calls", 0, "function").string("name")).isEqualTo("get_weather");
      assertThat(at(JsonObject.parseObject(events.get(2)), "choices", 0).string("finish_reason"))
          .isEqualTo("tool_calls");
      assertThat(server.receipts()).hasSize(2);
    }
  }

  @Test
  void toolRoundTrip_ofTheClient_isUnderstood() {
    String body =
        """
        {"model":"m","messages":[{"role":"developer","content":"x"},
           {"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
           {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
             "function":{"name":"get_weather","arguments":"{}"}}]},
           {"role":"tool","tool_call_id":"c1","content":"sunny"}]}
        """;
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      assertThat(content(server.chat(body))).isEqualTo(EchoModel.PREFIX + "sunny");
    }
  }

  @Test
  void serversOwnTool_runsThroughTheGuard_andItsAnswerGoesBackToTheModel() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      HttpResponse<String> response = server.chat(CLOCK);
      assertThat(content(response)).startsWith(EchoModel.PREFIX + "{\"zone\":\"UTC\"");
      JsonObject extension = at(ChatServer.json(response), "hermesx");
      assertThat(at(extension, "tool_calls", 0).string("outcome")).isEqualTo("executed");
      assertThat(((JsonArray) extension.require("receipts")).items()).hasSize(3);
      assertThat(server.receipts()).hasSize(3);
      assertThat(server.receipts())
          .allSatisfy(
              receipt ->
                  assertThat(receipt.intent().run().value()).isEqualTo(extension.string("run_id")));
      assertThat(server.usage()).hasSize(3);
      assertThat(text(chunks(server.chat(streamed(CLOCK)))))
          .startsWith(EchoModel.PREFIX + "{\"zone\"");
    }
  }

  @Test
  void toolThatNeedsConsent_isTold_surfaced_andRunsOnceAfterConsent() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      HttpResponse<String> response = server.chat(TRANSFER);
      assertThat(content(response))
          .isEqualTo(EchoModel.PREFIX + "This call waits for a person's consent.");
      JsonObject extension = at(ChatServer.json(response), "hermesx");
      JsonObject pending = at(extension, "pending_approvals", 0);
      assertThat(pending.string("tool")).isEqualTo("transfer");
      assertThat(at(extension, "tool_calls", 0).string("outcome")).isEqualTo("suspended");
      assertThat(server.toolRuns()).isZero();

      String resume =
          "{\"arguments\":{},\"call_id\":\"%s\",\"approval_id\":\"%s\"}"
              .formatted(pending.string("call_id"), pending.string("approval_id"));
      String run = extension.string("run_id");
      HttpResponse<String> early =
          server.post("/v1/tools/transfer/invoke", resume, Chain.RUN_HEADER, run);
      assertThat(early.statusCode()).isIn(202, 403);
      assertThat(server.toolRuns()).isZero();
      server
          .guard()
          .approve(
              server.approver(), new ApprovalId(UUID.fromString(pending.string("approval_id"))));
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> done =
            server.post("/v1/tools/transfer/invoke", resume, Chain.RUN_HEADER, run);
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(ChatServer.json(done).string("content")).isEqualTo("done");
      }
      assertThat(server.toolRuns()).isEqualTo(1);
    }
  }

  @Test
  void toolThatIsDenied_orMadeUp_isToldTheModel_andSurfaced() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      for (String tool : List.of("secret_tool", "no_such_tool")) {
        HttpResponse<String> response = server.chat(asking("/tool " + tool));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(at(ChatServer.json(response), "hermesx", "tool_calls", 0).string("outcome"))
            .isEqualTo("denied");
      }
      assertThat(server.toolRuns()).isZero();
      assertThat(server.get("/v1/tools").body())
          .contains("clock", "transfer")
          .doesNotContain("secret_tool");
    }
  }

  @Test
  void offeredTools_areThoseTheCallerMayCall() {
    try (Upstream upstream = Upstream.saying("hi");
        ChatServer server = ChatServer.before(upstream)) {
      server.chat(HELLO);
      server.chat(HELLO, "Authorization", server.bearerOfBob());
      assertThat(upstream.bodies().get(0)).contains("\"clock\"").doesNotContain("secret_tool");
      assertThat(upstream.bodies().get(1)).doesNotContain("\"tools\"");
    }
  }

  @Test
  void clientsToolOfAServersName_isRefused() {
    String body =
        HELLO.replace(
            "}]}",
            "}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}]}");
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      HttpResponse<String> response = server.chat(body);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(at(ChatServer.json(response), "errors", 0).string("pointer"))
          .isEqualTo("/tools/1/function/name");
      assertThat(server.receipts()).isEmpty();
    }
  }

  @Test
  void turnWithToolsOfBothKinds_goesToTheClient_andNothingRuns() {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":"/tool mine\\n/tool clock"}],
         "tools":[{"type":"function","function":{"name":"mine"}}]}
        """;
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      JsonObject json = ChatServer.json(server.chat(body));
      assertThat(((JsonArray) at(json, "choices", 0, "message").require("tool_calls")).items())
          .hasSize(1);
      assertThat(at(json, "hermesx").require("deferred_tools").toJson()).isEqualTo("[\"clock\"]");
      assertThat(server.receipts()).hasSize(1);
    }
  }

  @Test
  void modelThatAlwaysWantsTools_endsAfterItsTurns() {
    String call =
        """
        {"choices":[{"finish_reason":"tool_calls","message":{"content":"again","tool_calls":[
          {"id":"same","type":"function","function":{"name":"clock","arguments":"{}"}}]}}],
         "usage":{"prompt_tokens":1,"completion_tokens":1}}
        """;
    try (Upstream upstream = Upstream.answering(200, "application/json", call);
        ChatServer server = ChatServer.before(upstream)) {
      HttpResponse<String> response =
          server.chat(HELLO.replace("}]}", "}],\"tool_choice\":\"required\",\"temperature\":0.5}"));
      JsonObject json = ChatServer.json(response);
      assertThat(at(json, "hermesx").string("halted")).isEqualTo("turn_limit");
      assertThat(at(json, "choices", 0).string("finish_reason")).isEqualTo("length");
      assertThat(content(response)).startsWith("again\n\nagain");
      assertThat(upstream.bodies()).hasSize(ToolLoop.MAX_TURNS);
      assertThat(upstream.bodies().get(0)).contains("\"tool_choice\":\"required\"");
      assertThat(upstream.bodies().get(1))
          .doesNotContain("tool_choice")
          .contains("\"temperature\":0.5");
    }
  }

  @Test
  void repeatedRequest_underItsKey_asksNobodyTwice() {
    try (Upstream upstream = Upstream.saying("hi");
        ChatServer server = ChatServer.before(upstream)) {
      JsonObject first = ChatServer.json(server.chat(HELLO, "Idempotency-Key", "k1"));
      JsonObject second = ChatServer.json(server.chat(HELLO, "Idempotency-Key", "k1"));
      assertThat(at(second, "choices", 0)).isEqualTo(at(first, "choices", 0));
      assertThat(at(second, "hermesx")).isEqualTo(at(first, "hermesx"));
      assertThat(text(chunks(server.chat(streamed(HELLO), "Idempotency-Key", "k1"))))
          .isEqualTo("hi");
      assertThat(upstream.bodies()).hasSize(1);
      assertThat(server.usage()).hasSize(1);

      HttpResponse<String> other =
          server.chat(HELLO.replace("hello", "bye"), "Idempotency-Key", "k1");
      assertThat(other.statusCode()).isEqualTo(422);
      assertThat(ChatServer.json(other).string("code")).isEqualTo("idempotency_key_reused");
      HttpResponse<String> bobs =
          server.chat(HELLO, "Idempotency-Key", "k1", "Authorization", server.bearerOfBob());
      assertThat(bobs.statusCode()).isEqualTo(200);
      assertThat(upstream.bodies()).hasSize(2);
    }
  }

  @Test
  void repeatedRequest_withTools_runsThemOnce() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      String first = content(server.chat(CLOCK, "Idempotency-Key", "k1"));
      assertThat(content(server.chat(CLOCK, "Idempotency-Key", "k1"))).isEqualTo(first);
      assertThat(server.receipts()).hasSize(3);
    }
  }

  @Test
  void run_isContinued_byItsHeader_whichIsChecked() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      HttpResponse<String> response = server.chat(HELLO, "X-HermesX-Run-Id", "my-run");
      assertThat(response.headers().firstValue("X-HermesX-Run-Id")).contains("my-run");
      server.chat(HELLO, "X-HermesX-Run-Id", "my-run");
      assertThat(server.receipts())
          .hasSize(2)
          .allSatisfy(receipt -> assertThat(receipt.intent().run().value()).isEqualTo("my-run"));
      assertThat(server.chat(HELLO, "X-HermesX-Run-Id", "x".repeat(129)).statusCode())
          .isEqualTo(400);
      assertThat(server.chat(HELLO, "X-HermesX-Run-Id", "a b").statusCode()).isEqualTo(400);
      assertThat(server.chat(HELLO, "Idempotency-Key", "x".repeat(129)).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void session_getsTheExchange_onceUnderAKey_andOnlyItsOwners() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      SessionId id = new SessionId(server.ids().next());
      server
          .store()
          .forTenant(server.tenant())
          .tx(tx -> tx.sessions().create(id, "user:alice", "t"));
      String[] headers = {"X-HermesX-Session-Id", id.toString(), "Idempotency-Key", "k"};
      JsonObject json = ChatServer.json(server.chat(HELLO, headers));
      server.chat(HELLO, headers);
      assertThat(((JsonObject) at(json, "hermesx").require("session")).bool("appended")).isTrue();
      List<SessionMessage> messages =
          server
              .store()
              .forTenant(server.tenant())
              .readOnly(tx -> tx.sessions().messages(id, 0, 10));
      assertThat(messages)
          .extracting(message -> message.body().string("content"))
          .containsExactly("hello", EchoModel.PREFIX + "hello");
      HttpResponse<String> bobs =
          server.chat(
              HELLO, "X-HermesX-Session-Id", id.toString(), "Authorization", server.bearerOfBob());
      HttpResponse<String> missing =
          server.chat(HELLO, "X-HermesX-Session-Id", server.ids().next().toString());
      HttpResponse<String> nonsense = server.chat(HELLO, "X-HermesX-Session-Id", "nonsense");
      assertThat(List.of(bobs.statusCode(), missing.statusCode(), nonsense.statusCode()))
          .containsOnly(404);
      assertThat(server.receipts()).hasSize(1);
    }
  }

  @Test
  void models_andTools_areListed() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      assertThat(ChatServer.json(server.get("/v1/models")).require("data").toJson())
          .startsWith("[{\"id\":\"m\",\"object\":\"model\"");
      JsonObject clock = at(ChatServer.json(server.get("/v1/tools")), "data", 0);
      assertThat(clock.string("name")).isEqualTo("clock");
      assertThat(clock.string("effect")).isEqualTo("pure");
    }
  }

  @Test
  void invoke_runsATool_onceUnderAKey() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      String body = "{\"arguments\":{\"zone\":\"UTC\"}}";
      HttpResponse<String> first =
          server.post("/v1/tools/clock/invoke", body, "Idempotency-Key", "k");
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(ChatServer.json(first).string("outcome")).isEqualTo("executed");
      assertThat(
              ChatServer.json(server.post("/v1/tools/clock/invoke", body, "Idempotency-Key", "k")))
          .isEqualTo(ChatServer.json(first));
      assertThat(server.receipts()).hasSize(1);
      assertThat(server.post("/v1/tools/clock/invoke", "{\"arguments\":{\"zone\":7}}").statusCode())
          .isEqualTo(400);
      assertThat(server.post("/v1/tools/nope/invoke", "{\"arguments\":{}}").statusCode())
          .isEqualTo(404);
      assertThat(server.post("/v1/tools/secret_tool/invoke", "{\"arguments\":{}}").statusCode())
          .isEqualTo(403);
      assertThat(server.post("/v1/tools/clock/invoke", "{\"arguments\":{},\"x\":1}").statusCode())
          .isEqualTo(400);
      assertThat(server.post("/v1/tools/transfer/invoke", "{\"arguments\":{}}").statusCode())
          .isEqualTo(202);
      assertThat(server.receipts()).hasSize(1);
      assertThat(server.toolRuns()).isZero();
    }
  }

  static String asking(String line) {
    return JsonObject.of(
            "model",
            new JsonString("m"),
            "messages",
            JsonArray.of(
                JsonObject.of("role", new JsonString("user"), "content", new JsonString(line))))
        .toJson();
  }

  static String streamed(String body) {
    return body.strip().replaceFirst("\\{", "{\"stream\":true,");
  }

  static List<String> events(HttpResponse<String> response) {
    List<String> events = new ArrayList<>();
    for (String event : response.body().split("\n\n", -1)) {
      if (!event.isEmpty()) {
        assertThat(event).startsWith("data: ");
        events.add(event.substring("data: ".length()));
      }
    }
    return events;
  }

  static List<JsonObject> chunks(HttpResponse<String> response) {
    return events(response).stream()
        .filter(event -> !event.equals("[DONE]"))
        .map(JsonObject::parseObject)
        .toList();
  }

  static String text(List<JsonObject> chunks) {
    StringBuilder text = new StringBuilder();
    for (JsonObject chunk : chunks) {
      if (!((JsonArray) chunk.require("choices")).items().isEmpty()) {
        at(chunk, "choices", 0, "delta")
            .find("content")
            .ifPresent(c -> text.append(((JsonString) c).value()));
      }
    }
    return text.toString();
  }

  static String content(HttpResponse<String> response) {
    return at(ChatServer.json(response), "choices", 0, "message").string("content");
  }

  static JsonObject at(JsonObject json, Object... steps) {
    JsonValue value = json;
    for (Object step : steps) {
      value =
          step instanceof Integer index
              ? ((JsonArray) value).items().get(index)
              : ((JsonObject) value).require((String) step);
    }
    return (JsonObject) value;
  }
}
