// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The section of docs/reference/formats.md as a second definition of the format: the names come
 * from its table, the shapes are what its words say. It shares no line with the code under test.
 */
final class FormatPage {

  private static final Path PAGE = Path.of("..", "docs", "reference", "formats.md");
  private static final String HEADING = "## Audit header, leaf and tree (v1)";
  private static final Pattern FIELD =
      Pattern.compile("\\| `([a-z_]+)` \\| ([a-z]+) \\| (yes)? ?\\| .* \\|");
  private static final Pattern CODE = Pattern.compile("\\| `([a-z-]+)` \\| ([^|]+) \\|");
  private static final Set<String> PLACE = Set.of("origin", "prev", "rec_ts_us", "seq", "writer");
  private static final long LARGEST = 9_007_199_254_740_991L;

  private final Map<String, String> shapes = new LinkedHashMap<>();
  private final List<String> required = new ArrayList<>();
  private final Map<String, String> codes = new LinkedHashMap<>();
  private final String text;

  FormatPage() throws IOException {
    this.text = section(Files.readString(PAGE, UTF_8));
    for (String line : text.lines().toList()) {
      Matcher field = FIELD.matcher(line);
      Matcher code = CODE.matcher(line);
      if (field.matches()) {
        shapes.put(field.group(1), field.group(2));
        if (field.group(3) != null) {
          required.add(field.group(1));
        }
      } else if (code.matches()) {
        codes.put(code.group(1), code.group(2));
      }
    }
  }

  private static String section(String page) {
    int start = page.indexOf("\n" + HEADING);
    int next = page.indexOf("\n## ", start + 1);
    return page.substring(start, next < 0 ? page.length() : next);
  }

  String text() {
    return text;
  }

  /** The names of the members, in the order of the page. */
  List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  /** The finding codes with their meaning. */
  Map<String, String> codes() {
    return codes;
  }

  boolean isPlace(String name) {
    return PLACE.contains(name);
  }

  /** Whether a value is a header. */
  boolean allowsHeader(JsonValue value) {
    return value instanceof JsonObject header
        && header.canonicalBytes().length <= 8_192
        && header.keys().containsAll(required)
        && header.members().entrySet().stream()
            .allMatch(member -> allows(member.getKey(), member.getValue()));
  }

  /** Whether a value is a header without its place. */
  boolean allowsStaged(JsonValue value) {
    return value instanceof JsonObject staged
        && staged.canonicalBytes().length <= 7_680
        && staged.keys().stream().noneMatch(PLACE::contains)
        && staged.keys().containsAll(required.stream().filter(n -> !PLACE.contains(n)).toList())
        && staged.members().entrySet().stream()
            .allMatch(member -> allows(member.getKey(), member.getValue()));
  }

  /** Whether a member may have a value. */
  boolean allows(String name, JsonValue value) {
    return shapes.containsKey(name) && isShape(shapes.get(name), value);
  }

  private boolean isShape(String shape, JsonValue value) {
    return switch (shape) {
      case "token" -> matches(value, "[!-~]{1,512}");
      case "uuid" -> matches(value, "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
      case "digest" -> matches(value, "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");
      case "count" -> isWhole(value, 0);
      case "number" -> isWhole(value, -LARGEST);
      case "one" -> value.equals(JsonNumber.of(1));
      case "scalar" -> isShape("token", value) || isShape("number", value);
      case "writer" -> isObject(value, "counter!count instance!token");
      case "verdicts" -> isArray(value, 64, "stage!token us!count verdict!token");
      case "tokens" ->
          value instanceof JsonArray array
              && isBetween(array.items().size(), 64)
              && array.items().stream().allMatch(item -> isShape("token", item));
      case "bodies" ->
          isArray(
              value,
              16,
              "ct_sha256!digest dek_ref?token key_commit?digest len!count media?token path!token");
      case "redaction" -> isObject(value, "counts?counts profile!token ruleset_sha256!digest");
      case "table" -> isTable(value, "scalar");
      case "counts" -> isTable(value, "count");
      default -> throw new AssertionError("the page has an unknown shape: " + shape);
    };
  }

  private boolean isTable(JsonValue value, String shape) {
    Predicate<Map.Entry<String, JsonValue>> row =
        member ->
            member.getKey().matches("[a-z][a-z0-9_.]{0,63}") && isShape(shape, member.getValue());
    return value instanceof JsonObject object
        && isBetween(object.size(), 64)
        && object.members().entrySet().stream().allMatch(row);
  }

  private boolean isArray(JsonValue value, int most, String members) {
    return value instanceof JsonArray array
        && isBetween(array.items().size(), most)
        && array.items().stream().allMatch(item -> isObject(item, members));
  }

  /** Members are written as name, {@code !} for required or {@code ?}, and shape. */
  private boolean isObject(JsonValue value, String members) {
    if (!(value instanceof JsonObject object)) {
      return false;
    }
    int known = 0;
    for (String member : members.split(" ", -1)) {
      String[] parts = member.split("[!?]", 2);
      if (object.find(parts[0]).isPresent()) {
        known++;
        if (!isShape(parts[1], object.require(parts[0]))) {
          return false;
        }
      } else if (member.contains("!")) {
        return false;
      }
    }
    return known == object.size();
  }

  private static boolean isBetween(int size, int most) {
    return size >= 1 && size <= most;
  }

  private static boolean matches(JsonValue value, String regex) {
    return value instanceof JsonString string && string.value().matches(regex);
  }

  private static boolean isWhole(JsonValue value, long least) {
    return value instanceof JsonNumber number
        && number.isInteger()
        && number.doubleValue() >= least
        && number.doubleValue() <= LARGEST;
  }
}
