// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static io.hermesx.core.testkit.StoreSamples.idempotencyKey;
import static io.hermesx.core.testkit.StoreSamples.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotentAnswer;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantTx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every keeper of repeatable writes does. */
public abstract class IdempotencyContract extends StoreContract {

  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Duration KEPT = Duration.ofHours(24);
  private static final IdempotencyKey KEY = idempotencyKey("key-1");
  private static final Sha256 REQUEST = sha256("request");
  private static final IdempotentAnswer ANSWER = new IdempotentAnswer(REQUEST, "{\"id\":7}");

  /** Creates the suite. */
  protected IdempotencyContract() {}

  @Test
  void claim_newKey_isTheCallersToAnswer() {
    assertThat(write(KEY)).isEmpty();

    assertThat(write(KEY)).contains(ANSWER);
    assertThat(write(KEY)).contains(ANSWER);
  }

  @Test
  void claim_answeredKeyForAnotherRequest_givesTheFirstOne() {
    write(KEY);

    Optional<IdempotentAnswer> earlier = tx(tx -> tx.idempotency().claim(KEY, sha256("other")));

    assertThat(earlier).contains(ANSWER);
  }

  @Test
  void claim_otherScopeOrValue_isAnotherKey() {
    write(KEY);

    assertThat(write(idempotencyKey("key-2"))).isEmpty();
    assertThat(write(new IdempotencyKey(KEY.scope() + "x", KEY.value()))).isEmpty();
    assertThat(write(new IdempotencyKey("user:alice POST /v1/Sessions", KEY.value()))).isEmpty();
    assertThat(write(new IdempotencyKey("İß\u6f22\ud83d\ude00 $1 ? '", "'\"\\$1?"))).isEmpty();
    assertThat(write(new IdempotencyKey("ab", "c"))).isEmpty();
    assertThat(write(new IdempotencyKey("a", "bc"))).isEmpty();
  }

  @Test
  void claim_severalKeysInOneTransaction_areAllKept() {
    IdempotencyKey second = idempotencyKey("key-2");

    tx(
        tx -> {
          tx.idempotency().claim(KEY, REQUEST);
          tx.idempotency().claim(second, REQUEST);
          tx.idempotency().answer(second, "second");
          tx.idempotency().answer(KEY, ANSWER.answer());
          return true;
        });

    assertThat(write(KEY)).contains(ANSWER);
    assertThat(write(second)).contains(new IdempotentAnswer(REQUEST, "second"));
  }

  @Test
  void claim_takenByThisTransaction_isRefusedBeforeAndAfterItsAnswer() {
    tx(
        tx -> {
          tx.idempotency().claim(KEY, REQUEST);
          assertThatThrownBy(() -> tx.idempotency().claim(KEY, REQUEST))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("already");
          tx.idempotency().answer(KEY, ANSWER.answer());
          assertThatThrownBy(() -> tx.idempotency().claim(KEY, REQUEST))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("already");
          return true;
        });

    assertThat(write(KEY)).contains(ANSWER);
  }

  @Test
  void answer_keyNotTaken_isRefused() {
    write(idempotencyKey("answered"));

    tx(
        tx -> {
          for (String value : List.of("never", "answered")) {
            assertThatThrownBy(() -> tx.idempotency().answer(idempotencyKey(value), "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("claim");
          }
          tx.idempotency().claim(idempotencyKey("answered"), REQUEST);
          assertThatThrownBy(() -> tx.idempotency().answer(idempotencyKey("answered"), "x"))
              .isInstanceOf(IllegalStateException.class);
          return true;
        });

    assertThat(write(idempotencyKey("answered"))).contains(ANSWER);
    assertThat(write(idempotencyKey("never"))).isEmpty();
  }

  @Test
  void answer_twice_isRefusedAndTheFirstStays() {
    tx(
        tx -> {
          tx.idempotency().claim(KEY, REQUEST);
          tx.idempotency().answer(KEY, ANSWER.answer());
          assertThatThrownBy(() -> tx.idempotency().answer(KEY, "other"))
              .isInstanceOf(IllegalStateException.class);
          return true;
        });

    assertThat(write(KEY)).contains(ANSWER);
  }

  @Test
  void answer_anyText_comesBackAsItIs() {
    List<String> answers =
        List.of("", " ", "\u0000a\u0000", "İß\u6f22\ud83d\ude00\uffff '\\x", "x".repeat(2 << 20));

    for (int i = 0; i < answers.size(); i++) {
      IdempotencyKey key = idempotencyKey("key-" + i);
      String answer = answers.get(i);
      tx(
          tx -> {
            tx.idempotency().claim(key, REQUEST);
            tx.idempotency().answer(key, answer);
            return true;
          });

      assertThat(write(key)).contains(new IdempotentAnswer(REQUEST, answer));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00\ud83d", "a\ud83db"})
  void answer_halfASurrogatePair_isRefused(String text) {
    tx(
        tx -> {
          tx.idempotency().claim(KEY, REQUEST);
          assertThatThrownBy(() -> tx.idempotency().answer(KEY, text))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("surrogate");
          tx.idempotency().answer(KEY, ANSWER.answer());
          return true;
        });

    assertThat(write(KEY)).contains(ANSWER);
  }

  @Test
  void tx_endsWithoutAnAnswer_keepsNothing() {
    SessionId session = samples().session();

    assertThatThrownBy(
            () ->
                tx(
                    tx -> {
                      tx.sessions().create(session, StoreSamples.ALICE.ref(), "title");
                      return tx.idempotency().claim(KEY, REQUEST);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("answer");

    Optional<Session> written = acme().readOnly(tx -> tx.sessions().find(session));
    assertThat(written).isEmpty();
    assertThat(write(KEY)).isEmpty();
  }

  @Test
  void tx_oneOfTwoKeysUnanswered_keepsNothing() {
    assertThatThrownBy(
            () ->
                tx(
                    tx -> {
                      answered(tx);
                      return tx.idempotency().claim(idempotencyKey("key-2"), REQUEST);
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(write(KEY)).isEmpty();
  }

  @Test
  void tx_throws_theKeyIsFree() {
    for (Consumer<TenantTx> work :
        List.<Consumer<TenantTx>>of(
            tx -> tx.idempotency().claim(KEY, REQUEST), IdempotencyContract::answered)) {
      assertThatThrownBy(
              () ->
                  acme()
                      .run(
                          tx -> {
                            work.accept(tx);
                            throw new ArithmeticException("after it");
                          }))
          .isInstanceOf(ArithmeticException.class);
    }

    assertThat(write(KEY)).isEmpty();
  }

  @Test
  void claim_whileAnotherTransactionHoldsIt_waitsForItsAnswer() {
    assertThat(claimWhileHeld(IdempotencyContract::answered)).contains(ANSWER);
  }

  @Test
  void claim_whileAnotherTransactionHoldsItAndThrows_getsTheKey() {
    assertThat(
            claimWhileHeld(
                tx -> {
                  tx.idempotency().claim(KEY, REQUEST);
                  throw new ArithmeticException("after it");
                }))
        .isEmpty();

    assertThat(write(KEY)).isPresent();
  }

  @Test
  void claim_fromManyThreads_oneDoesTheWork() {
    List<Optional<IdempotentAnswer>> answers = Contention.run(32, thread -> () -> write(KEY));

    assertThat(answers).containsOnlyOnce(Optional.empty());
    assertThat(answers).containsOnly(Optional.empty(), Optional.of(ANSWER));
  }

  @Test
  void sweeps_untilADayIsOver_leaveTheAnswer() {
    write(KEY);
    advance(KEPT.minus(TICK));

    sweep();

    assertThat(write(KEY)).contains(ANSWER);
  }

  @Test
  void sweeps_longAfter_forgetOnlyWhatIsOld() {
    write(KEY);
    advance(KEPT);
    write(idempotencyKey("young"));
    advance(TICK);

    sweep();

    assertThat(write(KEY)).isEmpty();
    assertThat(write(idempotencyKey("young"))).contains(ANSWER);
  }

  private void sweep() {
    store().sweeps().forEach(sweep -> assertThat(sweep.run()).isNotNegative());
  }

  /** What a second transaction gets for {@link #KEY} that asks while the first one is under way. */
  private Optional<IdempotentAnswer> claimWhileHeld(Consumer<TenantTx> first) {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch returned = new CountDownLatch(1);
    return Contention.run(
            2,
            thread ->
                () -> {
                  if (thread == 0) {
                    holdUntilTheOtherWaits(first, held, returned);
                    return Optional.<IdempotentAnswer>empty();
                  }
                  assertThat(held.await(1, TimeUnit.MINUTES)).isTrue();
                  return tx(
                      tx -> {
                        Optional<IdempotentAnswer> earlier = tx.idempotency().claim(KEY, REQUEST);
                        returned.countDown();
                        if (earlier.isEmpty()) {
                          tx.idempotency().answer(KEY, "second");
                        }
                        return earlier;
                      });
                })
        .get(1);
  }

  private void holdUntilTheOtherWaits(
      Consumer<TenantTx> first, CountDownLatch held, CountDownLatch returned) {
    try {
      acme()
          .run(
              tx -> {
                try {
                  first.accept(tx);
                } finally {
                  held.countDown();
                  assertThat(isReached(returned)).as("the second does not wait").isFalse();
                }
              });
    } catch (ArithmeticException expected) {
      assertThat(expected).hasMessage("after it");
    }
  }

  private static boolean isReached(CountDownLatch latch) {
    try {
      return latch.await(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void answered(TenantTx tx) {
    tx.idempotency().claim(KEY, REQUEST);
    tx.idempotency().answer(KEY, ANSWER.answer());
  }

  /** What was answered before, or empty; then {@link #ANSWER} is written. */
  private Optional<IdempotentAnswer> write(IdempotencyKey key) {
    return tx(
        tx -> {
          Optional<IdempotentAnswer> earlier = tx.idempotency().claim(key, REQUEST);
          if (earlier.isEmpty()) {
            tx.idempotency().answer(key, ANSWER.answer());
          }
          return earlier;
        });
  }
}
