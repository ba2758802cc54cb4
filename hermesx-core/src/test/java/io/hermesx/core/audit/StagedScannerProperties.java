// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderPlace;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.audit.format.StagedScanner;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A scanner that has read other events before takes exactly what the reader takes, and puts each
 * into its place as whoever parses it and writes it anew would.
 */
class StagedScannerProperties {

  private static final List<String> LARGE =
      List.of(
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
          "policy_version");

  private final List<String> staged = GoldenLogTest.golden("staged");

  StagedScannerProperties() throws IOException {}

  @Property(tries = 1_000)
  void staged_behindOthers_isReadAndPlacedAsByItself(@ForAll long seed) {
    Random random = new Random(seed);
    StagedScanner scanner = new StagedScanner();
    for (int i = 0; i < 12; i++) {
      byte[] octets = staged.get(random.nextInt(staged.size())).getBytes(US_ASCII);
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        octets = HeaderReaderProperties.change(octets, random);
      }
      requireSame(scanner, octets, random);
    }
  }

  /** Texts of other lengths and types of the chain, between octets that stay as they are. */
  @Property(tries = 1_000)
  void staged_typeThatChanges_isReadAndPlacedAsByItself(@ForAll long seed) {
    Random random = new Random(seed);
    StagedScanner scanner = new StagedScanner();
    String event = staged.get(random.nextInt(staged.size()));
    for (String type :
        List.of(
            "audit.log.checkpoint",
            "audit.key.",
            "audit.log",
            "x\\\"y",
            "x".repeat(random.nextInt(600)),
            "audit\\\\.log.")) {
      String changed = event.replaceFirst("(?<=\"type\":\")[^\"]*", type.replace("\\", "\\\\"));
      requireSame(scanner, changed.getBytes(UTF_8), random);
      requireSame(scanner, event.getBytes(UTF_8), random);
    }
  }

  /** What fits a known pattern is still too long at the same length as by itself. */
  @Property(tries = 50)
  void staged_aroundTheLargestSize_isReadAsByItself(@ForAll long seed) {
    Random random = new Random(seed);
    StagedScanner scanner = new StagedScanner();
    int room = HeaderFormat.MOST_STAGED_OCTETS - largest(0).length;
    for (int more : new int[] {0, room, room + 1, room + 2, room - 1}) {
      requireSame(scanner, largest(more), random);
    }
  }

  private static byte[] largest(int more) {
    JsonObject.Builder event = JsonObject.builder();
    int left = more;
    for (String name : LARGE) {
      int length = Math.min(512, 1 + left);
      event.put(name, "x".repeat(length));
      left -= length - 1;
    }
    return event
        .put("event_id", GoldenLog.TENANT.toString())
        .put("ts_us", 1)
        .put("type", "t")
        .put("v", 1)
        .build()
        .canonicalBytes();
  }

  private static void requireSame(StagedScanner scanner, byte[] octets, Random random) {
    String text = new String(octets, UTF_8);
    Optional<HeaderView> expected = view(octets);

    assertThat(scanner.read(octets)).as(text).isEqualTo(expected.isPresent());

    expected.ifPresent(
        event -> {
          UUID id = UUID.fromString(event.text(HeaderFormat.EVENT_ID));
          assertThat(scanner.hasId(id)).isTrue();
          UUID high = new UUID(id.getMostSignificantBits() ^ 1, id.getLeastSignificantBits());
          UUID low = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1);
          assertThat(scanner.hasId(high)).isFalse();
          assertThat(scanner.hasId(low)).isFalse();
          assertThat(scanner.isOfChain())
              .isEqualTo(HeaderFormat.isOfChain(event.text(HeaderFormat.TYPE)));
          HeaderPlace place =
              new HeaderPlace(
                  "test/" + "x".repeat(random.nextInt(40)),
                  random.nextLong() >>> 11,
                  GoldenLog.DIGEST,
                  random.nextLong() >>> 11,
                  "w\"\\" + random.nextInt(),
                  random.nextInt(9));
          assertThat(new String(scanner.header(place), UTF_8))
              .isEqualTo(new String(anew(octets, place), UTF_8));
        });
  }

  private static byte[] anew(byte[] octets, HeaderPlace place) {
    JsonObject.Builder all = JsonObject.builder();
    ((JsonObject) JsonValue.parse(octets, JsonLimits.STANDARD)).members().forEach(all::put);
    return all.put("origin", place.origin())
        .put("seq", place.seq())
        .put("prev", Base64Digest.of(place.previous()))
        .put("rec_ts_us", place.recordedMicros())
        .put(
            "writer",
            JsonObject.builder()
                .put("counter", place.counter())
                .put("instance", place.writer())
                .build())
        .build()
        .canonicalBytes();
  }

  private static Optional<HeaderView> view(byte[] octets) {
    try {
      return Optional.of(HeaderView.staged(Arrays.copyOf(octets, octets.length)));
    } catch (HeaderRefusedException e) {
      return Optional.empty();
    }
  }
}
