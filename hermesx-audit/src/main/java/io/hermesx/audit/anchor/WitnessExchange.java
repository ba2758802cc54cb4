// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.proof.ConsistencyProof;
import io.hermesx.core.Sha256;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The call {@code add-checkpoint} of a witness (C2SP tlog-witness). Thread-safe. */
final class WitnessExchange {

  private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");

  private final AnchorExchange exchange;

  WitnessExchange(URI address, Duration timeout) {
    this.exchange = new AnchorExchange("witness", address, timeout);
  }

  /** What a witness answers: signature lines, or the size that it cosigned last. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(byte[] lines, Optional<Long> conflict) {}

  /**
   * Submits a checkpoint.
   *
   * @param proof from the size that the witness is taken to have cosigned last; empty for 0
   * @throws AnchorException if the answer is neither cosignatures nor another size
   */
  Answer add(SignedCheckpoint note, Optional<ConsistencyProof> proof) {
    long from = proof.map(ConsistencyProof::from).orElse(0L);
    StringBuilder body = new StringBuilder("old ").append(from).append('\n');
    for (Sha256 hash : proof.map(ConsistencyProof::hashes).orElse(List.of())) {
      body.append(Base64.getEncoder().encodeToString(hash.octets())).append('\n');
    }
    byte[] octets =
        body.append('\n').append(note.format()).toString().getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> response =
        exchange.send(
            exchange.request().POST(HttpRequest.BodyPublishers.ofByteArray(octets)).build());
    return switch (response.statusCode()) {
      case 200 -> new Answer(response.body(), Optional.empty());
      case 409 -> new Answer(new byte[0], Optional.of(size(response.body())));
      default -> throw refused(response.statusCode(), from, note.checkpoint().origin());
    };
  }

  private long size(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    if (!SIZE.matcher(text).matches()) {
      throw refused(
          "answers with HTTP status 409 and no size; check that the address is that of a witness");
    }
    return Long.parseLong(text.strip());
  }

  private AnchorException refused(int status, long from, String origin) {
    String meaning =
        switch (status) {
          case 403 ->
              "it knows none of the keys that signed the checkpoint; give its operator the verifier"
                  + " keys of the trust policy for the log "
                  + origin;
          case 404 ->
              "it does not know the log "
                  + origin
                  + ", or the address is not that of a witness; give its operator the origin and"
                  + " the verifier keys of the trust policy";
          case 422 ->
              "the log "
                  + origin
                  + " does not continue what the witness cosigned at size "
                  + from
                  + "; verify the log before anything else";
          default -> "allowed: 200 and 409; check the address";
        };
    return refused("answers with HTTP status " + status + ": " + meaning);
  }

  AnchorException refused(String what) {
    return exchange.refused(what);
  }

  AnchorException refused(String what, Exception cause) {
    return exchange.refused(what, cause);
  }
}
