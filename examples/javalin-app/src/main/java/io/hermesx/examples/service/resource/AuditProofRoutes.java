// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.proof.ConsistencyProof;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.identity.Scopes;
import java.util.List;

/** What the log of the caller's tenant says of itself, signed, and that it only ever grew. */
public final class AuditProofRoutes implements Resource {

  private final SignedAuditChain chain;

  /** Asks a chain. */
  public AuditProofRoutes(SignedAuditChain chain) {
    this.chain = chain;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/audit-logs/checkpoint")
            .scope(Scopes.AUDIT_READ)
            .summary(
                "Signs how large the trail is and its root; with Accept: text/plain the note alone")
            .answers(
                200,
                "A checkpoint that covers everything in the trail",
                Schemas.object(
                    "origin",
                    Schemas.text("The name of the log."),
                    "size",
                    Schemas.whole(),
                    "root",
                    Schemas.text("The root of the Merkle tree, hexadecimal."),
                    "note",
                    Schemas.text("The signed note (C2SP tlog-checkpoint).")))
            .handledBy(this::checkpoint),
        Route.get("/v1/audit-logs/consistency")
            .scope(Scopes.AUDIT_READ)
            .summary("Proves that the trail at one size continues the same trail at another")
            .query("from", "The earlier size, 1 or more.", Schemas.whole())
            .query("to", "The later size, at most that of the trail.", Schemas.whole())
            .answers(
                200,
                "The proof (RFC 9162, 2.1.4)",
                Schemas.object(
                    "from",
                    Schemas.whole(),
                    "to",
                    Schemas.whole(),
                    "hashes",
                    Schemas.list(Schemas.text("Base64."))))
            .handledBy(this::consistency));
  }

  private Reply checkpoint(Call call) {
    SignedCheckpoint note =
        Signed.require(() -> chain.checkpoint(call.caller().tenant()))
            .orElseThrow(Problems::notFound);
    if (Signed.wantsText(call)) {
      return Reply.text(Signed.TEXT, note.format());
    }
    return Reply.ok(
        JsonObject.builder()
            .put("origin", note.checkpoint().origin())
            .put("size", note.checkpoint().size())
            .put("root", note.checkpoint().root().hex())
            .put("note", note.format())
            .build());
  }

  private Reply consistency(Call call) {
    long from = size(call, "from");
    long to = size(call, "to");
    ConsistencyProof proof = consistency(call, from, to);
    return Reply.ok(
        JsonObject.builder()
            .put("from", from)
            .put("to", to)
            .put(
                "hashes",
                JsonArray.ofStrings(
                    proof.hashes().stream().map(hash -> AuditJson.base64(hash.octets())).toList()))
            .build());
  }

  private ConsistencyProof consistency(Call call, long from, long to) {
    try {
      return chain.consistency(call.caller().tenant(), from, to);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(e.getMessage() + ". Correct it.");
    }
  }

  private static long size(Call call, String name) {
    String text = call.query(name).orElse("");
    if (!text.matches("[0-9]{1,15}")) {
      throw Problems.invalid(
          name + " is not a whole number of events. Send from and to, such as from=1&to=2.");
    }
    return Long.parseLong(text);
  }
}
