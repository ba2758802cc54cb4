// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderPlace;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.audit.format.HeaderWhole;
import io.hermesx.core.audit.format.HeaderWriter;
import io.hermesx.core.audit.format.StagedScanner;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonBoolean;
import io.hermesx.core.json.JsonNull;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Page and code describe the same format. */
class FormatPageTest {

  private final FormatPage page;

  FormatPageTest() throws IOException {
    this.page = new FormatPage();
  }

  @Test
  void fieldsOnThePage_areThoseOfTheFormatInItsOrder() {
    assertThat(page.names())
        .isSorted()
        .containsExactlyElementsOf(
            IntStream.range(0, HeaderFormat.HEADER.size())
                .mapToObj(HeaderFormat.HEADER::name)
                .toList());
  }

  @Test
  void codesOnThePage_areThoseOfTheVerifier() {
    assertThat(page.codes())
        .isEqualTo(
            Arrays.stream(AuditFault.values())
                .collect(Collectors.toMap(AuditFault::code, AuditFault::explanation)));
  }

  @Test
  void workedExample_everyLine_isThatOfTheGoldenFile() throws IOException {
    String origin = "audit.example.com/prod/" + GoldenLog.TENANT;
    byte[] genesis = NaiveLog.genesis(origin, 1_795_176_000_123_456L);
    byte[] body =
        NaiveTree.sha256(
            "hermesx/audit/body/v1\0".getBytes(US_ASCII),
            ByteBuffer.allocate(8).putLong(3).array(),
            "ct!".getBytes(US_ASCII));

    assertThat(page.text().lines())
        .contains(GoldenLogTest.golden("staged").get(0), GoldenLogTest.golden("header").get(0))
        .contains(GoldenLogTest.golden("leaf").get(0), GoldenLogTest.golden("leaf").get(1))
        .contains(GoldenLogTest.golden("root").get(2))
        .contains(GoldenLogTest.golden("commitment").get(0))
        .contains(hex(genesis), hex(body));
    assertThat(hex(genesis))
        .isEqualTo(new AuditOrigin(origin).genesis(1_795_176_000_123_456L, "").hex());
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  /** Every member with every sample: writer and reader take what the page allows, nothing else. */
  @Test
  void everyField_withEverySample_isAllowedAsThePageSays() throws IOException {
    JsonObject header = JsonObject.parseObject(GoldenLogTest.golden("header").get(2));
    List<JsonValue> samples = samples();
    List<String> wrong = new ArrayList<>();
    int allowed = 0;
    for (String name : page.names()) {
      for (JsonValue sample : samples) {
        JsonObject changed = with(header, name, sample);
        boolean expected = page.allowsHeader(changed);
        boolean read = reads(changed.canonicalBytes());
        boolean written = page.isPlace(name) ? expected : writes(changed);
        if (read != expected || written != expected) {
          wrong.add(name + ": " + sample);
        }
        allowed += expected ? 1 : 0;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(allowed).isGreaterThan(page.names().size());
  }

  @Test
  void anyMissingField_isAllowedAsThePageSays() throws IOException {
    JsonObject header = JsonObject.parseObject(GoldenLogTest.golden("header").get(2));
    for (String name : header.keys()) {
      JsonObject changed = without(header, name);
      assertThat(reads(changed.canonicalBytes())).as(name).isEqualTo(page.allowsHeader(changed));
    }
  }

  @Test
  void headerOfTheLargestSize_isReadAndOneMoreOctetIsNot() throws IOException {
    JsonObject header = JsonObject.parseObject(GoldenLogTest.golden("header").get(0));
    for (String name : List.of("actor", "agent", "code", "decision", "effect", "model", "skill")) {
      header = with(header, name, new JsonString("x".repeat(512)));
    }
    for (String name : List.of("outcome", "resource", "run_id", "call_id", "sandbox", "server")) {
      header = with(header, name, new JsonString("x".repeat(512)));
    }
    int room = 8_192 - header.canonicalBytes().length - ",\"stage\":\"\"".length();
    JsonObject half = with(header, "stage", new JsonString("x".repeat(512)));
    int rest = room - 512 - ",\"subject\":\"\"".length();
    JsonObject largest = with(half, "subject", new JsonString("x".repeat(rest)));

    assertThat(largest.canonicalBytes()).hasSize(8_192);
    assertThat(reads(largest.canonicalBytes())).isTrue();
    JsonObject larger = with(half, "subject", new JsonString("x".repeat(rest + 1)));
    assertThat(reads(larger.canonicalBytes())).isFalse();
  }

  @Test
  void place_ofTheLargestSize_fitsBehindTheLargestStagedEvent() {
    HeaderPlace place =
        new HeaderPlace(
            "x".repeat(128) + "/" + GoldenLog.TENANT,
            HeaderWhole.MOST,
            GoldenLog.DIGEST,
            -HeaderWhole.MOST,
            GoldenLog.TENANT.toString(),
            HeaderWhole.MOST);
    byte[] staged =
        "{\"event_id\":\"%s\",\"ts_us\":1,\"type\":\"t\",\"v\":1}"
            .formatted(GoldenLog.TENANT)
            .getBytes(US_ASCII);

    StagedScanner scanner = new StagedScanner();

    assertThat(scanner.read(staged)).isTrue();
    int more = scanner.header(place).length - staged.length;

    assertThat(more)
        .isLessThanOrEqualTo(HeaderFormat.MOST_OCTETS - HeaderFormat.MOST_STAGED_OCTETS);
  }

  private static boolean reads(byte[] octets) {
    try {
      HeaderView.header(octets);
      return true;
    } catch (HeaderRefusedException e) {
      return false;
    }
  }

  private boolean writes(JsonObject header) {
    JsonObject.Builder staged = JsonObject.builder();
    header
        .members()
        .forEach(
            (name, value) -> {
              if (!page.isPlace(name)) {
                staged.put(name, value);
              }
            });
    try {
      HeaderWriter out = new HeaderWriter();
      HeaderFormat.STAGED.write(staged.build(), out);
      byte[] octets = out.toOctets(HeaderFormat.MOST_STAGED_OCTETS);
      assertThat(octets).isEqualTo(staged.build().canonicalBytes());
      HeaderView.staged(octets);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static JsonObject with(JsonObject object, String name, JsonValue value) {
    JsonObject.Builder changed = JsonObject.builder().put(name, value);
    object
        .members()
        .forEach(
            (other, kept) -> {
              if (!other.equals(name)) {
                changed.put(other, kept);
              }
            });
    return changed.build();
  }

  private static JsonObject without(JsonObject object, String name) {
    JsonObject.Builder changed = JsonObject.builder();
    object
        .members()
        .forEach(
            (other, kept) -> {
              if (!other.equals(name)) {
                changed.put(other, kept);
              }
            });
    return changed.build();
  }

  private static List<JsonValue> samples() {
    String digest = "A".repeat(43);
    List<JsonValue> samples = new ArrayList<>(List.of(JsonNull.INSTANCE, JsonBoolean.TRUE));
    for (String text :
        List.of(
            "",
            "x",
            "\"\\",
            "a b",
            "a\u007f",
            "é",
            "\n",
            "x".repeat(512),
            "x".repeat(513),
            digest,
            "A".repeat(42) + "B",
            "A".repeat(42) + "=",
            "A".repeat(42) + "+",
            "A".repeat(44),
            "-".repeat(42) + "w",
            GoldenLog.TENANT.toString(),
            GoldenLog.TENANT.toString().toUpperCase(Locale.ROOT),
            "01939e4a+7c00-7000-8000-000000000001")) {
      samples.add(new JsonString(text));
    }
    for (String number :
        List.of(
            "0",
            "1",
            "2",
            "-1",
            "1.5",
            "1e300",
            "9007199254740991",
            "9007199254740992",
            "-9007199254740991",
            "-9007199254740992")) {
      samples.add(JsonValue.parse(number));
    }
    samples.addAll(structures(digest));
    return samples;
  }

  private static List<JsonValue> structures(String digest) {
    String verdict = "{\"stage\":\"s\",\"us\":1,\"verdict\":\"v\"}";
    String body = "{\"path\":\"/p\",\"ct_sha256\":\"" + digest + "\",\"len\":1%s}";
    String redaction = "{\"profile\":\"p\",\"ruleset_sha256\":\"" + digest + "\"%s}";
    List<String> texts =
        new ArrayList<>(
            List.of(
                "{}",
                "[]",
                "[\"a\"]",
                "[\"a\",1]",
                "[[\"a\"]]",
                "{\"counter\":0,\"instance\":\"i\"}",
                "{\"counter\":-1,\"instance\":\"i\"}",
                "{\"counter\":0}",
                "{\"counter\":0,\"instance\":\"i\",\"more\":1}",
                "[" + verdict + "]",
                verdict,
                "[{\"stage\":\"s\",\"verdict\":\"v\"}]",
                "[{\"stage\":\"s\",\"us\":1,\"verdict\":\"v\",\"why\":\"w\"}]",
                "[" + body.formatted("") + "]",
                "[" + body.formatted(",\"media\":\"m\",\"dek_ref\":\"d\"") + "]",
                "[" + body.formatted(",\"key_commit\":\"" + digest + "\"") + "]",
                "[" + body.formatted(",\"key_commit\":\"short\"") + "]",
                "[" + body.formatted(",\"plain\":\"text\"") + "]",
                redaction.formatted(""),
                redaction.formatted(",\"counts\":{\"email\":1}"),
                redaction.formatted(",\"counts\":{\"email\":-1}"),
                redaction.formatted(",\"counts\":{\"email\":\"1\"}"),
                redaction.formatted(",\"counts\":{}"),
                "{\"a\":1,\"b\":\"x\",\"a.b_c1\":-7}",
                "{\"A\":1}",
                "{\"1a\":1}",
                "{\"\":1}",
                "{\"é\":1}",
                "{\"a\":{\"b\":1}}",
                "{\"a\":null}"));
    texts.add("{\"" + "n".repeat(64) + "\":1}");
    texts.add("{\"" + "n".repeat(65) + "\":1}");
    List<JsonValue> values = new ArrayList<>(texts.stream().map(JsonValue::parse).toList());
    for (int size : new int[] {16, 17, 64, 65}) {
      values.add(repeated("\"a\"", size));
      values.add(repeated(verdict, size));
      values.add(repeated(body.formatted(""), size));
      Map<String, JsonValue> rows =
          IntStream.range(0, size)
              .boxed()
              .collect(Collectors.toMap(i -> "n" + i, i -> JsonNumber.of(1)));
      JsonObject.Builder table = JsonObject.builder();
      rows.forEach(table::put);
      values.add(table.build());
    }
    return values;
  }

  private static JsonValue repeated(String item, int size) {
    return JsonArray.of(IntStream.range(0, size).mapToObj(i -> JsonValue.parse(item)).toList());
  }
}
