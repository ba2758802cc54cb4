// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.doctor;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNull;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxTier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an examination found, in words and as JSON. */
public final class Reports {

  private static final SandboxTier GOAL = SandboxTier.UNTRUSTED;

  private Reports() {}

  /** For people: each executor with what it holds and lacks, and at the end what to do. */
  public static String words(Examination examination) {
    HostFacts host = examination.host();
    StringBuilder text = new StringBuilder();
    text.append(
        "host: %s %s on %s, Java %s, user %s%n"
            .formatted(
                host.system(), host.version(), host.architecture(), host.java(), host.user()));
    examination.executors().forEach(one -> words(one, text));
    text.append('\n');
    if (examination.holdsStrangers()) {
      text.append("Programs that nobody has read can run here: tier UNTRUSTED is held.\n");
      return text.toString();
    }
    Examined best = examination.executors().get(0);
    text.append("Programs that nobody has read cannot run here: ")
        .append(best.name())
        .append(" lacks ")
        .append(best.lacks(GOAL))
        .append(".\nTo change that:\n");
    best.remedies(GOAL).forEach(remedy -> text.append("- ").append(remedy).append('\n'));
    return text.toString();
  }

  private static void words(Examined one, StringBuilder text) {
    text.append("\n%s: %s%n".formatted(one.name(), tier(one).orElse("no tier")));
    for (List<GuaranteeProof> alike : one.alike()) {
      GuaranteeProof first = alike.get(0);
      text.append(first.held() ? "  held     " : "  missing  ")
          .append(
              alike.stream()
                  .map(proof -> proof.guarantee().name())
                  .collect(Collectors.joining(", ")))
          .append("\n             ")
          .append(line(first.evidence()))
          .append('\n');
      if (!first.held()) {
        text.append("             remedy: ").append(line(first.remedy())).append('\n');
      }
    }
  }

  /** What came from programs and the kernel does not steer a terminal. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static Optional<String> tier(Examined one) {
    return one.tier().map(tier -> "tier " + tier.name());
  }

  /** For programs: one object; names and their meaning stay, new ones may come. */
  public static String json(Examination examination) {
    HostFacts host = examination.host();
    return JsonObject.builder()
        .put("untrusted", examination.holdsStrangers())
        .put(
            "host",
            JsonObject.builder()
                .put("system", host.system())
                .put("version", host.version())
                .put("architecture", host.architecture())
                .put("java", host.java())
                .put("user", host.user())
                .build())
        .put(
            "executors", JsonArray.of(examination.executors().stream().map(Reports::json).toList()))
        .build()
        .toJson();
  }

  private static JsonObject json(Examined one) {
    JsonValue tier =
        one.tier()
            .<JsonValue>map(reached -> new JsonString(reached.name()))
            .orElse(JsonNull.INSTANCE);
    return JsonObject.builder()
        .put("name", one.name())
        .put("tier", tier)
        .put("remedies", JsonArray.ofStrings(one.remedies(GOAL)))
        .put("guarantees", JsonArray.of(one.proofs().stream().map(Reports::json).toList()))
        .build();
  }

  private static JsonObject json(GuaranteeProof proof) {
    return JsonObject.builder()
        .put("name", proof.guarantee().name())
        .put("held", proof.held())
        .put("evidence", proof.evidence())
        .put("remedy", proof.remedy())
        .build();
  }
}
