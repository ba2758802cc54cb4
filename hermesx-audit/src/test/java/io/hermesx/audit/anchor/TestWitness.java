// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.VerifierKey;
import io.hermesx.audit.note.WitnessSigner;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A witness that a test runs, written from C2SP tlog-witness: it knows some logs, keeps the last
 * checkpoint of each, and verifies signature and consistency by itself (RFC 9162 §2.1.4.2).
 */
final class TestWitness implements TimestampAuthority.Desk {

  static final long TIME = 1_800_000_060L;

  private final List<WitnessSigner> signers;
  private final Map<String, List<VerifierKey>> logs;
  private final Map<String, Checkpoint> kept = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Integer> statuses = new ArrayList<>();
  private final AtomicLong time = new AtomicLong(TIME);

  TestWitness(Map<String, List<VerifierKey>> logs, WitnessSigner... signers) {
    this.logs = logs;
    this.signers = List.of(signers);
  }

  record Reply(int status, String type, String body) {

    static Reply status(int code) {
      return new Reply(code, "text/plain", "no\n");
    }

    void send(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", type);
      byte[] octets = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  /** Has its clock go on. */
  void advance(Duration by) {
    time.addAndGet(by.toSeconds());
  }

  List<Integer> statuses() {
    return statuses;
  }

  @Override
  public void answer(HttpExchange exchange, byte[] request) throws IOException {
    boolean isCall =
        exchange.getRequestMethod().equals("POST")
            && exchange.getRequestURI().getPath().equals("/w/add-checkpoint");
    lock.lock();
    try {
      Reply reply = isCall ? add(new String(request, UTF_8)) : Reply.status(404);
      statuses.add(reply.status());
      reply.send(exchange);
    } finally {
      lock.unlock();
    }
  }

  private Reply add(String request) {
    int end = request.indexOf("\n\n");
    List<String> lines = List.of(request.substring(0, end).split("\n", -1));
    long old = Long.parseLong(lines.get(0).substring("old ".length()));
    SignedCheckpoint note = SignedCheckpoint.parse(request.substring(end + 2));
    Checkpoint said = note.checkpoint();
    if (!lines.get(0).equals("old " + old) || lines.size() > 64) {
      return Reply.status(400);
    }
    if (!logs.containsKey(said.origin())) {
      return Reply.status(404);
    }
    if (!note.check(logs.get(said.origin())).isAccepted()) {
      return Reply.status(403);
    }
    if (old > said.size()) {
      return Reply.status(400);
    }
    Checkpoint last = kept.getOrDefault(said.origin(), Checkpoint.empty(said.origin()));
    if (old != last.size()) {
      return new Reply(409, "text/x.tlog.size", last.size() + "\n");
    }
    List<Sha256> proof =
        lines.stream().skip(1).map(line -> Sha256.wrap(Base64.getDecoder().decode(line))).toList();
    if (!continues(last, said, proof)) {
      return Reply.status(422);
    }
    kept.put(said.origin(), said);
    StringBuilder body = new StringBuilder();
    signers.forEach(signer -> body.append(signer.cosign(said, time.get())));
    return new Reply(200, "text/plain", body.toString());
  }

  private static boolean continues(Checkpoint from, Checkpoint to, List<Sha256> proof) {
    if (from.size() == 0) {
      return proof.isEmpty();
    }
    if (from.size() == to.size()) {
      return proof.isEmpty() && from.root().equals(to.root());
    }
    List<Sha256> path = new ArrayList<>(proof);
    if (Long.bitCount(from.size()) == 1) {
      path.add(0, from.root());
    }
    long fn = from.size() - 1;
    long sn = to.size() - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    if (path.isEmpty()) {
      return false;
    }
    Sha256 fr = path.get(0);
    Sha256 sr = path.get(0);
    for (Sha256 c : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = node(c, fr);
        sr = node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = node(sr, c);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && fr.equals(from.root()) && sr.equals(to.root());
  }

  private static Sha256 node(Sha256 left, Sha256 right) {
    return Sha256.raw(new byte[] {1}, left.octets(), right.octets());
  }
}
