// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A second verifier of a chain of headers, written from the page and sharing no line with the
 * first: it parses with the JSON room and hashes with the JDK.
 */
final class NaiveLog {

  private NaiveLog() {}

  /** What is wrong, in words; empty if nothing is. */
  static List<String> findings(List<byte[]> headers) {
    List<String> findings = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Map<String, Long> counters = new HashMap<>();
    long recorded = Long.MIN_VALUE;
    for (int seq = 0; seq < headers.size(); seq++) {
      JsonObject header = (JsonObject) JsonValue.parse(headers.get(seq), JsonLimits.STANDARD);
      boolean canonical = Arrays.equals(header.canonicalBytes(), headers.get(seq));
      note(findings, canonical, seq, "canonical");
      note(findings, header.integer("v") == 1, seq, "version");
      note(findings, header.integer("seq") == seq, seq, "place");
      note(findings, ids.add(header.string("event_id")), seq, "id");
      note(findings, header.integer("rec_ts_us") > recorded, seq, "time");
      recorded = header.integer("rec_ts_us");
      byte[] previous =
          seq == 0
              ? genesis(header.string("origin"), recorded)
              : NaiveTree.leaf(headers.get(seq - 1));
      String prev = Base64.getUrlEncoder().withoutPadding().encodeToString(previous);
      note(findings, header.string("prev").equals(prev), seq, "previous");
      JsonObject writer = (JsonObject) header.require("writer");
      long next = counters.merge(writer.string("instance"), 1L, Long::sum) - 1;
      note(findings, writer.integer("counter") == next, seq, "writer");
    }
    return findings;
  }

  static byte[] genesis(String origin, long created) {
    byte[] name = origin.getBytes(US_ASCII);
    return NaiveTree.sha256(
        "hermesx/audit/genesis/v1\0".getBytes(US_ASCII),
        ByteBuffer.allocate(8).putLong(name.length).array(),
        name,
        ByteBuffer.allocate(8).putLong(created).array(),
        ByteBuffer.allocate(8).array());
  }

  private static void note(List<String> findings, boolean right, int seq, String what) {
    if (!right) {
      findings.add(what + " of " + seq);
    }
  }
}
