// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditCommitment;
import io.hermesx.core.auth.Actor;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.docs.Page;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.ArgumentDigest;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Recomputes the worked examples of docs/reference/formats.md twice: from the page alone, with
 * nothing but the platform's SHA-256, and through the code that the page describes.
 */
class FormatsDocTest {

  private static final Pattern DOMAIN = Pattern.compile("\"(hermesx/[a-z/-]+/v\\d+)\"");

  private final Page page = Page.read("docs/reference/formats.md");

  @Test
  void canonicalForms_areThoseOfTheObjectsAboveThem() {
    for (String pair :
        List.of(
            "tool-pin/definition",
            "argument-digest/call",
            "model-request-digest/request",
            "model-request-digest-options/request")) {
      String canonical = pair.substring(0, pair.indexOf('/')) + "/canonical";

      assertThat(JsonObject.parseObject(page.example(pair)).canonical())
          .isEqualTo(page.example(canonical));
    }
  }

  @Test
  void digests_followFromThePageAlone() {
    assertThat(sha256("hermesx/tool-pin/v1", octets("tool-pin/canonical")))
        .isEqualTo(page.example("tool-pin/pin"));
    assertThat(sha256("hermesx/argument-digest/v1", octets("argument-digest/canonical")))
        .isEqualTo(page.example("argument-digest/digest"));
    assertThat(sha256("hermesx/model-request-digest/v1", octets("model-request-digest/canonical")))
        .isEqualTo(page.example("model-request-digest/digest"));
    assertThat(
            sha256(
                "hermesx/model-request-digest/v1",
                octets("model-request-digest-options/canonical")))
        .isEqualTo(page.example("model-request-digest-options/digest"));
    assertThat(
            sha256(
                "hermesx/audit/commitment/v1",
                HexFormat.of().parseHex(page.example("call-commitment/salt")),
                HexFormat.of().parseHex(page.example("argument-digest/digest"))))
        .isEqualTo(page.example("call-commitment/commitment"));
  }

  @Test
  void toolPin_ofTheDefinition_isThatOfThePage() {
    assertThat(definition().pin()).hasToString(page.example("tool-pin/pin"));
  }

  @Test
  void argumentDigest_ofTheCall_isThatOfThePage() {
    JsonObject call = JsonObject.parseObject(page.example("argument-digest/call"));
    JsonObject arguments = (JsonObject) call.require("arguments");

    assertThat(ArgumentDigest.of(actor(), definition(), arguments))
        .hasToString(page.example("argument-digest/digest"));
  }

  @Test
  void modelRequestDigest_ofTheRequest_isThatOfThePage() {
    JsonObject asked = JsonObject.parseObject(page.example("model-request-digest/request"));
    List<JsonObject> messages =
        ((JsonArray) asked.require("messages"))
            .items().stream().map(JsonObject.class::cast).toList();
    JsonObject call =
        (JsonObject) ((JsonArray) messages.get(2).require("toolCalls")).items().get(0);
    ModelRequest request =
        ModelRequest.of(
                "turn-1",
                asked.string("model"),
                ChatMessage.system(messages.get(0).string("content")),
                ChatMessage.user(messages.get(1).string("content")),
                ChatMessage.assistant(
                    "",
                    ToolCall.of(call.string("id"), call.string("tool"), call.string("arguments"))),
                ChatMessage.tool(
                    messages.get(3).string("answers"), messages.get(3).string("content")))
            .withDowngrades("small")
            .withTools(List.of(definition()))
            .withMaxOutputTokens((int) asked.integer("maxOutputTokens"));

    assertThat(ModelRequestDigest.of(actor(), request))
        .hasToString(page.example("model-request-digest/digest"));
  }

  @Test
  void modelRequestDigest_ofTheRequestWithOptions_isThatOfThePage() {
    JsonObject asked = JsonObject.parseObject(page.example("model-request-digest-options/request"));
    JsonObject message = (JsonObject) ((JsonArray) asked.require("messages")).items().get(0);
    ModelRequest request =
        ModelRequest.of(
                "turn-1", asked.string("model"), ChatMessage.user(message.string("content")))
            .withMaxOutputTokens((int) asked.integer("maxOutputTokens"))
            .withOptions((JsonObject) asked.require("options"));

    assertThat(ModelRequestDigest.of(actor(), request))
        .hasToString(page.example("model-request-digest-options/digest"));
  }

  @Test
  void modelRequestDigest_otherOptions_areAnotherRequest() {
    ModelRequest plain = ModelRequest.of("turn-1", "large", ChatMessage.user("hello"));
    Sha256 digest = ModelRequestDigest.of(actor(), plain);

    assertThat(ModelRequestDigest.of(actor(), plain.withOptions(JsonObject.empty())))
        .isEqualTo(digest);
    assertThat(
            ModelRequestDigest.of(
                actor(), plain.withOptions(JsonObject.of("seed", JsonNumber.of(1)))))
        .isNotEqualTo(digest)
        .isNotEqualTo(
            ModelRequestDigest.of(
                actor(), plain.withOptions(JsonObject.of("seed", JsonNumber.of(2)))));
  }

  @Test
  void commitment_ofSaltAndDigest_isThatOfThePage() {
    Sha256 salt = Sha256.parse(page.example("call-commitment/salt"));
    Sha256 digest = Sha256.parse(page.example("argument-digest/digest"));

    assertThat(AuditCommitment.of(salt, digest))
        .hasToString(page.example("call-commitment/commitment"));
  }

  @Test
  void tenantId_ofTheName_isThatOfThePage() {
    assertThat(TenantId.named(page.example("tenant-name/name")))
        .hasToString(page.example("tenant-name/id"));
  }

  @Test
  void domains_ofTheCode_areAllOnThePage() throws IOException {
    Set<String> domains = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        DOMAIN
            .matcher(Files.readString(file, UTF_8))
            .results()
            .map(m -> m.group(1))
            .forEach(domains::add);
      }
    }
    assertThat(domains).hasSizeGreaterThan(5).allMatch(page.text()::contains);
  }

  private ToolDefinition definition() {
    JsonObject json = JsonObject.parseObject(page.example("tool-pin/definition"));
    return ToolDefinition.builder(json.string("name"))
        .description(json.string("description"))
        .effect(ToolEffect.SIDE_EFFECT)
        .inputSchema((JsonObject) json.require("inputSchema"))
        .build();
  }

  private static Actor actor() {
    GuardContext context =
        GuardContext.of(TenantId.named("acme"), Principal.user("alice"), "run-1")
            .withAgent(Principal.agent("triage"));
    return context.actor();
  }

  private byte[] octets(String example) {
    return page.example(example).getBytes(UTF_8);
  }

  private static String sha256(String domain, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((domain + "\0").getBytes(UTF_8));
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
