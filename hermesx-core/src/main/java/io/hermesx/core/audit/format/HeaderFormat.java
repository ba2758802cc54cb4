// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import static io.hermesx.core.audit.format.HeaderText.DIGEST;
import static io.hermesx.core.audit.format.HeaderText.TOKEN;
import static io.hermesx.core.audit.format.HeaderText.UUID;
import static io.hermesx.core.audit.format.HeaderWhole.COUNT;
import static io.hermesx.core.audit.format.HeaderWhole.SIGNED;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The frozen header format, v1 (docs/reference/formats.md): every name with its shape. A name is
 * never added, removed or given another shape; that would be v2.
 */
public final class HeaderFormat {

  /** The most octets of a header. */
  public static final int MOST_OCTETS = 8_192;

  /** The most octets of what is staged: the place takes at most the rest. */
  public static final int MOST_STAGED_OCTETS = 7_680;

  public static final String VERSION = "v";
  public static final String EVENT_ID = "event_id";
  public static final String AT = "ts_us";
  public static final String TYPE = "type";
  public static final String ORIGIN = "origin";
  public static final String SEQ = "seq";
  public static final String PREVIOUS = "prev";
  public static final String RECORDED_AT = "rec_ts_us";
  public static final String WRITER = "writer";
  public static final String INSTANCE = "instance";
  public static final String COUNTER = "counter";
  public static final String RESOURCE = "resource";
  public static final String DETAIL = "detail";
  public static final String BODY = "body";
  public static final String PATH = "path";
  public static final String CIPHERTEXT_DIGEST = "ct_sha256";
  public static final String LENGTH = "len";

  /** Who wrote, and the how-manieth it was. */
  public static final HeaderMembers WRITER_MEMBERS =
      members(Map.of(INSTANCE, TOKEN, COUNTER, COUNT), INSTANCE, COUNTER);

  /** What is said of one body. */
  static final HeaderMembers BODY_MEMBERS = body();

  private static final Map<String, HeaderShape> IDENTITY =
      Map.of(VERSION, new HeaderWhole(1, 1), EVENT_ID, UUID, AT, SIGNED, TYPE, TOKEN);

  private static final Map<String, HeaderShape> PLACE =
      Map.of(
          ORIGIN, TOKEN, SEQ, COUNT, PREVIOUS, DIGEST, RECORDED_AT, SIGNED, WRITER, WRITER_MEMBERS);

  private static final Set<String> TOKENS =
      Set.of(
          "actor",
          "agent",
          "agent_version",
          "approver",
          "call_id",
          "code",
          "credential",
          "decision",
          "effect",
          "model",
          "model_served",
          "on_behalf_of",
          "outcome",
          "parent_id",
          "policy_rule",
          "policy_version",
          "price_version",
          "replay_of",
          RESOURCE,
          "run_id",
          "sandbox",
          "server",
          "session_id",
          "skill",
          "span_id",
          "stage",
          "subject",
          "tool",
          "trace_id");

  private static final Map<String, HeaderShape> OTHERS =
      Map.ofEntries(
          Map.entry("approval_id", UUID),
          Map.entry("receipt_id", UUID),
          Map.entry("reservation_id", UUID),
          Map.entry("call_commitment", DIGEST),
          Map.entry("result_commitment", DIGEST),
          Map.entry("tool_pin", DIGEST),
          Map.entry("latency_us", COUNT),
          Map.entry("input_tokens", COUNT),
          Map.entry("cached_tokens", COUNT),
          Map.entry("output_tokens", COUNT),
          Map.entry("nano_usd", SIGNED),
          Map.entry("signals", new HeaderRows(TOKEN, 64)),
          Map.entry("verdicts", new HeaderRows(verdict(), 64)),
          Map.entry(BODY, new HeaderRows(BODY_MEMBERS, 16)),
          Map.entry("redaction", redaction()),
          Map.entry("producer", WRITER_MEMBERS),
          Map.entry(DETAIL, new HeaderTable(HeaderScalar.SCALAR, 64)));

  /** The whole header. */
  public static final HeaderMembers HEADER = header(true);

  /** The header without its place: what is prepared and staged. */
  public static final HeaderMembers STAGED = header(false);

  private HeaderFormat() {}

  /**
   * Whether events of a type are made by the chain itself, and by nobody else: those that say what
   * was signed of a log, and that keys changed.
   */
  public static boolean isOfChain(String type) {
    return type.startsWith("audit.log.") || type.startsWith("audit.key.");
  }

  /** Whether a member of the header is part of its place. */
  public static boolean isPlace(String name) {
    return PLACE.containsKey(name);
  }

  /** Whether a member of the header is a text: an identifier, a code or a digest. */
  public static boolean isText(String name) {
    int index = HEADER.indexOf(name);
    return index >= 0 && HEADER.shape(index) instanceof HeaderText;
  }

  private static HeaderMembers header(boolean placed) {
    Map<String, HeaderShape> all = new HashMap<>(OTHERS);
    TOKENS.forEach(name -> all.put(name, TOKEN));
    Map<String, HeaderShape> required = new HashMap<>(IDENTITY);
    if (placed) {
      required.putAll(PLACE);
    }
    all.putAll(required);
    return new HeaderMembers(all, required.keySet());
  }

  private static HeaderMembers verdict() {
    return members(Map.of("stage", TOKEN, "verdict", TOKEN, "us", COUNT), "stage", "verdict", "us");
  }

  private static HeaderMembers body() {
    return members(
        Map.of(
            PATH,
            TOKEN,
            CIPHERTEXT_DIGEST,
            DIGEST,
            LENGTH,
            COUNT,
            "dek_ref",
            TOKEN,
            "key_commit",
            DIGEST,
            "media",
            TOKEN),
        PATH,
        CIPHERTEXT_DIGEST,
        LENGTH);
  }

  private static HeaderMembers redaction() {
    return members(
        Map.of(
            "profile", TOKEN,
            "ruleset_sha256", DIGEST,
            "counts", new HeaderTable(COUNT, 64)),
        "profile",
        "ruleset_sha256");
  }

  private static HeaderMembers members(Map<String, HeaderShape> shapes, String... required) {
    return new HeaderMembers(shapes, Set.of(required));
  }
}
