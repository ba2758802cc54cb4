// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * One page of a list: {@code limit} and {@code page_token} in, items and {@code next_page_token}
 * out (AIP-158).
 *
 * <p>A token is the place the next page starts after, bound to tenant, route and filters by a
 * digest: in another place it is refused. It is no secret and no permission: the rows of a page are
 * those of the caller's tenant, whatever the token says, so a token somebody makes up shows them
 * their own rows. It needs no key and stays good after a restart and on another instance.
 */
public final class Page {

  private static final int LARGEST = 200;
  private static final int USUAL = 50;
  private static final int BOUND_OCTETS = 16;

  private final byte[] bound;
  private final int limit;
  private final Optional<String> after;

  private Page(byte[] bound, int limit, Optional<String> after) {
    this.bound = bound;
    this.limit = limit;
    this.after = after;
  }

  /** Adds the parameters of a page to a route. */
  public static Route.Builder on(Route.Builder route) {
    return route
        .query(
            "limit",
            "How many items at most: 1 to " + LARGEST + ", default " + USUAL + ".",
            JsonObject.builder()
                .put("type", "integer")
                .put("minimum", 1)
                .put("maximum", LARGEST)
                .put("default", USUAL)
                .build())
        .query(
            "page_token",
            "The next_page_token of the page before; empty for the first page.",
            JsonObject.of("type", new JsonString("string")));
  }

  /**
   * The page a call asks for.
   *
   * @param filters what else the list depends on
   * @throws ProblemException if limit or token is not valid
   */
  public static Page of(Call call, String... filters) {
    byte[] bound =
        Arrays.copyOf(
            Sha256.of(
                    "hermesx-service/page/v1",
                    (call.caller().tenant() + "\n" + call.target() + "\n" + List.of(filters))
                        .getBytes(StandardCharsets.UTF_8))
                .octets(),
            BOUND_OCTETS);
    Optional<String> token = call.query("page_token").filter(text -> !text.isEmpty());
    return new Page(bound, limit(call), token.map(text -> place(bound, text)));
  }

  private static int limit(Call call) {
    Optional<String> text = call.query("limit");
    if (text.isEmpty()) {
      return USUAL;
    }
    if (!text.get().matches("[0-9]{1,6}")) {
      throw badLimit();
    }
    int limit = Integer.parseInt(text.get());
    if (limit < 1 || limit > LARGEST) {
      throw badLimit();
    }
    return limit;
  }

  private static ProblemException badLimit() {
    return Problems.invalid("limit is not a whole number from 1 to " + LARGEST + ". Correct it.");
  }

  private static String place(byte[] bound, String token) {
    byte[] octets;
    try {
      octets = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw badToken();
    }
    if (octets.length <= BOUND_OCTETS
        || !Arrays.equals(octets, 0, BOUND_OCTETS, bound, 0, BOUND_OCTETS)) {
      throw badToken();
    }
    return new String(
        octets, BOUND_OCTETS, octets.length - BOUND_OCTETS, StandardCharsets.US_ASCII);
  }

  private static ProblemException badToken() {
    return Problem.of(
            400,
            "invalid_page_token",
            "The page token is not valid",
            "page_token is not one that this list gave you. Start again without it.")
        .exception();
  }

  /** How many items to ask the store for: one more than shown, to know whether more follow. */
  public int fetch() {
    return limit + 1;
  }

  /** The id the page starts after. */
  public Optional<UUID> afterId() {
    try {
      return after.map(UUID::fromString);
    } catch (IllegalArgumentException e) {
      throw badToken();
    }
  }

  /** The number the page starts after, or what to start with on the first page. */
  public long afterNumber(long first) {
    try {
      long number = after.isPresent() ? Long.parseLong(after.get()) : first;
      if (number < first || number == Long.MAX_VALUE) {
        throw badToken();
      }
      return number;
    } catch (NumberFormatException e) {
      throw badToken();
    }
  }

  /** How many items are shown at most. */
  public int limit() {
    return limit;
  }

  /**
   * Answers with these items.
   *
   * @param last the place that the next page starts after; empty on the last page
   */
  public <T> Reply reply(List<T> items, Function<T, JsonObject> shown, OptionalLong last) {
    return Reply.ok(
        JsonObject.builder()
            .put("data", JsonArray.of(items.stream().map(shown).toList()))
            .put("next_page_token", last.isPresent() ? token(last.getAsLong()) : "")
            .build());
  }

  /** Answers with the items fetched. */
  public <T> Reply reply(
      List<T> fetched, Function<T, JsonObject> shown, Function<T, Object> place) {
    List<T> items = fetched.size() > limit ? fetched.subList(0, limit) : fetched;
    JsonObject.Builder json =
        JsonObject.builder().put("data", JsonArray.of(items.stream().map(shown).toList()));
    json.put(
        "next_page_token",
        fetched.size() > limit ? token(place.apply(items.get(items.size() - 1))) : "");
    return Reply.ok(json.build());
  }

  private String token(Object place) {
    byte[] text = place.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] octets = Arrays.copyOf(bound, BOUND_OCTETS + text.length);
    System.arraycopy(text, 0, octets, BOUND_OCTETS, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** The schema of a page of such items. */
  public static JsonObject schema(JsonObject item) {
    return Schemas.object(
        "data",
        JsonObject.of("type", new JsonString("array"), "items", item),
        "next_page_token",
        Schemas.text("Empty on the last page."));
  }
}
