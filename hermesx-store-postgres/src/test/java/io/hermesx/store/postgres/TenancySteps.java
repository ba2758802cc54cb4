// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotentAnswer;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantStatus;
import io.hermesx.core.testkit.StoreSamples;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What can be done to the tenant's row, API keys, conversations and repeatable writes. */
final class TenancySteps {

  private TenancySteps() {}

  static Arbitrary<StoreStep> tenants() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, StoreStep.number().map(TenancySteps::create)),
        Tuple.of(
            3,
            Combinators.combine(StoreStep.number(), Arbitraries.of(TenantStatus.class))
                .as(TenancySteps::update)),
        Tuple.of(1, Arbitraries.of(new StoreStep("find", tx -> tx.tenants().find()))));
  }

  static Arbitrary<StoreStep> apiKeys() {
    Arbitrary<Integer> number = StoreStep.number();
    return Arbitraries.frequencyOf(
        Tuple.of(4, Combinators.combine(number, number, lifetimes()).as(TenancySteps::createKey)),
        Tuple.of(
            2, number.map(it -> new StoreStep("revoke " + it, tx -> tx.apiKeys().revoke(key(it))))),
        Tuple.of(
            1, number.map(it -> new StoreStep("find " + it, tx -> tx.apiKeys().find(key(it))))),
        Tuple.of(
            1,
            Combinators.combine(number.optional(), number)
                .as(
                    (before, limit) ->
                        new StoreStep(
                            "keys " + limit + " before " + before,
                            tx -> tx.apiKeys().list(before.map(TenancySteps::key), limit)))));
  }

  static Arbitrary<StoreStep> sessions() {
    Arbitrary<Integer> number = StoreStep.number();
    return Arbitraries.frequencyOf(
        Tuple.of(3, Combinators.combine(number, owners()).as(TenancySteps::begin)),
        Tuple.of(4, Combinators.combine(number, number).as(TenancySteps::append)),
        Tuple.of(
            1, number.map(it -> new StoreStep("end " + it, tx -> tx.sessions().end(session(it))))),
        Tuple.of(
            1,
            Combinators.combine(number, Arbitraries.integers().between(-1, 3), number)
                .as(
                    (it, after, limit) ->
                        new StoreStep(
                            "messages of " + it + " after " + after,
                            tx -> tx.sessions().messages(session(it), after, limit)))),
        Tuple.of(
            1,
            Combinators.combine(owners().optional(), number.optional(), number)
                .as(
                    (owner, before, limit) ->
                        new StoreStep(
                            "sessions of " + owner + " before " + before,
                            tx ->
                                tx.sessions()
                                    .list(owner, before.map(TenancySteps::session), limit)))));
  }

  static Arbitrary<StoreStep> repeats() {
    Arbitrary<String> answers =
        Arbitraries.of("", "NUL \u0000 \u001a", "half \ud83d", "\ud83d\ude00");
    return Combinators.combine(StoreStep.number(), StoreStep.number(), answers)
        .as(TenancySteps::repeat);
  }

  private static StoreStep create(int number) {
    return new StoreStep("create tenant " + number, tx -> tx.tenants().create("Tenant " + number));
  }

  private static StoreStep update(int version, TenantStatus status) {
    return new StoreStep(
        "update version " + version + " to " + status,
        tx ->
            tx.tenants()
                .update(
                    new Tenant(tx.tenant(), "v" + version, status, version, tx.now(), tx.now())));
  }

  private static StoreStep createKey(int number, int text, Optional<Duration> lifetime) {
    return new StoreStep(
        "create key " + number + " of text " + text + " for " + lifetime,
        tx -> {
          ApiKey sample = new StoreSamples(() -> id(number)).apiKey("key", tx.now());
          ApiKey key =
              new ApiKey(
                  sample.id(),
                  sample.name(),
                  sample.principal(),
                  sample.hint(),
                  sample.createdAt(),
                  lifetime.map(tx.now().plusNanos(345)::plus),
                  Optional.empty());
          return tx.apiKeys().create(key, hash(text));
        });
  }

  private static StoreStep begin(int number, String owner) {
    return new StoreStep(
        "begin " + number + " of " + owner,
        tx -> tx.sessions().create(session(number), owner, "title " + number));
  }

  private static StoreStep append(int number, int count) {
    JsonObject body =
        JsonObject.builder().put("NUL \u0000", "\u001a \u2028").put("n", count).build();
    List<JsonObject> bodies = Collections.nCopies(count, body);
    return StoreStep.adding(
        "append " + count + " to " + number, tx -> tx.sessions().append(session(number), bodies));
  }

  private static StoreStep repeat(int number, int request, String answer) {
    IdempotencyKey key = idempotencyKey(number);
    return new StoreStep(
        "repeat " + number + " of request " + request,
        tx -> {
          Optional<IdempotentAnswer> earlier = tx.idempotency().claim(key, hash(request));
          if (earlier.isEmpty()) {
            try {
              tx.idempotency().answer(key, answer);
            } catch (IllegalArgumentException e) {
              tx.idempotency().answer(key, "refused");
            }
          }
          return earlier;
        });
  }

  static IdempotencyKey idempotencyKey(int number) {
    return StoreSamples.idempotencyKey("key-" + number);
  }

  static Sha256 hash(int text) {
    return StoreSamples.sha256("text " + text);
  }

  private static ApiKeyId key(int number) {
    return new ApiKeyId(id(number));
  }

  private static SessionId session(int number) {
    return new SessionId(id(number));
  }

  private static UUID id(int number) {
    return new UUID(0x7000, number);
  }

  private static Arbitrary<String> owners() {
    return Arbitraries.of("user:alice", "user:bob", "agent:alice", "nobody");
  }

  private static Arbitrary<Optional<Duration>> lifetimes() {
    return Arbitraries.of(
        Optional.empty(),
        Optional.of(Duration.ZERO),
        Optional.of(Duration.ofNanos(1_000)),
        Optional.of(Duration.ofHours(13)));
  }
}
