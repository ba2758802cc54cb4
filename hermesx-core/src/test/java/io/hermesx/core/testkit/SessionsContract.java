// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.session.SessionMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every keeper of conversations does. */
public abstract class SessionsContract extends StoreContract {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String ALICE = StoreSamples.ALICE.ref();
  private static final String BOB = StoreSamples.BOB.ref();

  /** Creates the suite. */
  protected SessionsContract() {}

  @Test
  void create_new_isEmptyAndOpen() {
    SessionId id = samples().session();
    Instant at = now();

    Session written = create(id, ALICE, "Refund of 4711");

    assertThat(written)
        .isEqualTo(new Session(id, ALICE, "Refund of 4711", 0, at, at, Optional.empty()));
    assertThat(find(id)).contains(written);
    assertThat(messages(id, 0, 10)).isEmpty();
  }

  @Test
  void create_idOnRecord_isRefusedAndTheFirstStays() {
    Session first = created(ALICE);

    assertThatThrownBy(() -> create(first.id(), BOB, "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fresh id");

    assertThat(find(first.id())).contains(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "user:", "user:a b", "root:alice", "User:alice", ":alice"})
  void create_ownerThatIsNoReference_isRefused(String owner) {
    SessionId id = samples().session();

    assertThatThrownBy(() -> create(id, owner, "title"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("session owner");

    assertThat(find(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u0000b", "\ud83d"})
  void create_titleThatIsNone_isRefused(String title) {
    SessionId id = samples().session();

    assertThatThrownBy(() -> create(id, ALICE, title))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("session title");

    assertThat(find(id)).isEmpty();
  }

  @Test
  void append_messages_standInOrderFromOneOn() {
    Session session = created(ALICE);
    advance(HOUR);
    Instant first = now();
    assertThat(append(session.id(), body(1), body(2))).hasValue(2);
    advance(HOUR);
    Instant second = now();
    assertThat(append(session.id(), body(3))).hasValue(3);

    assertThat(messages(session.id(), 0, 10))
        .containsExactly(
            new SessionMessage(1, body(1), first),
            new SessionMessage(2, body(2), first),
            new SessionMessage(3, body(3), second));
    assertThat(find(session.id()))
        .contains(
            new Session(
                session.id(),
                ALICE,
                session.title(),
                3,
                session.createdAt(),
                second,
                Optional.empty()));
  }

  @Test
  void append_anyBody_comesBackAsItIs() {
    Session session = created(ALICE);
    JsonObject odd =
        JsonObject.parseObject(
            """
            {"z":1,"a":{"":null,"\\u0000":"\\u0000 \\u2028 \\"\\\\ \\ud83d\\ude00 İı"},
             "n":[0,-0.0,1e-7,1.0,5e-324,1.7976931348623157e308,9007199254740991,true,[],{}],
             "$1":"? :x ' -- /* {}"}
            """);

    append(session.id(), odd, JsonObject.empty());

    List<SessionMessage> read = messages(session.id(), 0, 10);
    assertThat(read).extracting(SessionMessage::body).containsExactly(odd, JsonObject.empty());
    assertThat(read.get(0).body()).hasToString(odd.toString());
  }

  @Test
  void append_deepestAndLongBody_comesBackAsItIs() {
    Session session = created(ALICE);
    JsonObject deep = JsonObject.empty();
    for (int depth = 1; depth < JsonLimits.MAX_DEPTH; depth++) {
      deep = JsonObject.of("a", deep);
    }
    JsonObject wide = JsonObject.builder().put("text", "x\u0001".repeat(1 << 20)).build();

    append(session.id(), deep, wide);

    assertThat(messages(session.id(), 0, 2))
        .extracting(SessionMessage::body)
        .containsExactly(deep, wide);
  }

  @Test
  void append_unknownOrEnded_isNotDone() {
    Session session = created(ALICE);
    append(session.id(), body(1));
    end(session.id());
    Session ended = find(session.id()).orElseThrow();
    advance(HOUR);

    assertThat(append(session.id(), body(2))).isEmpty();
    assertThat(append(samples().session(), body(2))).isEmpty();

    assertThat(find(session.id())).contains(ended);
    assertThat(messages(session.id(), 0, 10)).hasSize(1);
  }

  @Test
  void append_noneOrTooMany_isRefused() {
    Session session = created(ALICE);
    List<JsonObject> most = Collections.nCopies(1_000, body(1));
    List<JsonObject> more = Collections.nCopies(1_001, body(1));

    for (List<JsonObject> bodies : List.of(List.<JsonObject>of(), more)) {
      assertThatThrownBy(() -> append(session.id(), bodies))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 1000");
    }

    assertThat(append(session.id(), most)).hasValue(1_000);
  }

  @Test
  void append_fromManyThreads_leavesNoGap() {
    SessionId id = created(ALICE).id();
    int threads = 16;
    int rounds = 5;

    List<List<Long>> places =
        Contention.run(
            threads,
            thread ->
                () -> {
                  List<Long> mine = new ArrayList<>();
                  for (int round = 0; round < rounds; round++) {
                    JsonObject body = body(thread * rounds + round);
                    long last = append(id, body, body).orElseThrow();
                    mine.addAll(List.of(last - 1, last));
                  }
                  return mine;
                });

    int total = 2 * threads * rounds;
    List<SessionMessage> all = messages(id, 0, 1_000);
    assertThat(all)
        .extracting(SessionMessage::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, total).boxed().toList());
    assertThat(find(id)).map(Session::messages).contains((long) total);
    for (int thread = 0; thread < threads; thread++) {
      List<Long> mine = places.get(thread);
      for (int i = 0; i < mine.size(); i++) {
        assertThat(all.get(mine.get(i).intValue() - 1).body())
            .isEqualTo(body(thread * rounds + i / 2));
      }
    }
  }

  @Test
  void append_takenBackWithItsTransaction_leavesNoGap() {
    Session session = created(ALICE);
    append(session.id(), body(1));
    Session before = find(session.id()).orElseThrow();
    advance(HOUR);
    assertThatThrownBy(
            () ->
                together(
                    tx -> {
                      tx.sessions().append(session.id(), List.of(body(2), body(3)));
                      throw new ArithmeticException("after it");
                    }))
        .isInstanceOf(ArithmeticException.class);
    assertThat(find(session.id())).contains(before);

    assertThat(append(session.id(), body(4))).hasValue(2);

    assertThat(messages(session.id(), 0, 10))
        .extracting(SessionMessage::body)
        .containsExactly(body(1), body(4));
  }

  @Test
  void append_twiceInOneTransaction_goesOn() {
    SessionId id = created(ALICE).id();

    tx(
        tx -> {
          assertThat(tx.sessions().append(id, List.of(body(1)))).hasValue(1);
          assertThat(tx.sessions().append(id, List.of(body(2)))).hasValue(2);
          assertThat(tx.sessions().messages(id, 1, 5)).hasSize(1);
          assertThat(tx.sessions().end(id)).isTrue();
          assertThat(tx.sessions().append(id, List.of(body(3)))).isEmpty();
          return true;
        });

    assertThat(messages(id, 0, 10)).hasSize(2);
  }

  @Test
  void end_open_isDoneOnceAndKeepsTheMessages() {
    Session session = created(ALICE);
    append(session.id(), body(1));
    advance(HOUR);
    Instant at = now();

    assertThat(end(session.id())).isTrue();

    advance(HOUR);
    assertThat(end(session.id())).isFalse();
    assertThat(find(session.id()))
        .contains(
            new Session(
                session.id(), ALICE, session.title(), 1, session.createdAt(), at, Optional.of(at)));
    assertThat(messages(session.id(), 0, 10)).hasSize(1);
  }

  @Test
  void end_unknown_isNot() {
    assertThat(end(samples().session())).isFalse();
  }

  @Test
  void end_fromManyThreads_oneEndsIt() {
    SessionId id = created(ALICE).id();

    assertThat(Contention.run(16, thread -> () -> end(id))).containsOnlyOnce(true);
  }

  @Test
  void messages_pages_runInOrder() {
    SessionId id = created(ALICE).id();
    append(id, IntStream.rangeClosed(1, 5).mapToObj(SessionsContract::body).toList());

    assertThat(places(id, 0, 2)).containsExactly(1L, 2L);
    assertThat(places(id, 2, 2)).containsExactly(3L, 4L);
    assertThat(places(id, 4, 2)).containsExactly(5L);
    assertThat(places(id, 5, 2)).isEmpty();
    assertThat(places(id, Long.MAX_VALUE, 2)).isEmpty();
    assertThat(places(samples().session(), 0, 2)).isEmpty();
  }

  @Test
  void messages_ofAnotherConversation_areNotAmongThem() {
    SessionId one = created(ALICE).id();
    SessionId other = created(ALICE).id();
    append(one, body(1));
    append(other, body(2));
    append(one, body(3));

    assertThat(messages(one, 0, 10))
        .extracting(SessionMessage::body)
        .containsExactly(body(1), body(3));
    assertThat(places(other, 0, 10)).containsExactly(1L);
  }

  @Test
  void messages_afterNegative_isRefused() {
    SessionId id = created(ALICE).id();

    assertThatThrownBy(() -> messages(id, -1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_001})
  void listAndMessages_limitOutOfRange_areRefused(int limit) {
    SessionId id = samples().session();

    assertThatThrownBy(() -> messages(id, 0, limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> list(Optional.empty(), Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
  }

  @Test
  void list_pages_runFromTheNewestToTheOldestEndedOnesToo() {
    List<SessionId> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      newestFirst.add(0, created(i % 2 == 0 ? ALICE : BOB).id());
    }
    end(newestFirst.get(1));
    append(newestFirst.get(4), body(1));

    assertThat(list(Optional.empty(), Optional.empty(), 2)).isEqualTo(newestFirst.subList(0, 2));
    assertThat(list(Optional.empty(), Optional.of(newestFirst.get(1)), 2))
        .isEqualTo(newestFirst.subList(2, 4));
    assertThat(list(Optional.empty(), Optional.of(newestFirst.get(3)), 2))
        .isEqualTo(newestFirst.subList(4, 5));
    assertThat(list(Optional.empty(), Optional.of(newestFirst.get(4)), 2)).isEmpty();
  }

  @Test
  void list_ofOneOwner_holdsNobodyElses() {
    List<SessionId> alices = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      created(BOB);
      alices.add(0, created(ALICE).id());
    }
    created("agent:alice");
    created("user:alice2");

    assertThat(list(Optional.of(ALICE), Optional.empty(), 2)).isEqualTo(alices.subList(0, 2));
    assertThat(list(Optional.of(ALICE), Optional.of(alices.get(1)), 2))
        .isEqualTo(alices.subList(2, 3));
    assertThat(list(Optional.of("user:nobody"), Optional.empty(), 2)).isEmpty();
    assertThat(list(Optional.of("user:Alice"), Optional.empty(), 2)).isEmpty();
  }

  private static JsonObject body(int number) {
    return JsonObject.builder().put("role", "user").put("number", number).build();
  }

  private Session created(String owner) {
    return create(samples().session(), owner, "A conversation");
  }

  private Session create(SessionId id, String owner, String title) {
    return tx(tx -> tx.sessions().create(id, owner, title));
  }

  private Optional<Session> find(SessionId id) {
    return acme().readOnly(tx -> tx.sessions().find(id));
  }

  private boolean end(SessionId id) {
    return tx(tx -> tx.sessions().end(id));
  }

  private OptionalLong append(SessionId id, JsonObject... bodies) {
    return append(id, List.of(bodies));
  }

  private OptionalLong append(SessionId id, List<JsonObject> bodies) {
    return tx(tx -> tx.sessions().append(id, bodies));
  }

  private List<SessionMessage> messages(SessionId id, long after, int limit) {
    return acme().readOnly(tx -> tx.sessions().messages(id, after, limit));
  }

  private List<Long> places(SessionId id, long after, int limit) {
    return messages(id, after, limit).stream().map(SessionMessage::seq).toList();
  }

  private List<SessionId> list(Optional<String> owner, Optional<SessionId> before, int limit) {
    return acme().readOnly(tx -> tx.sessions().list(owner, before, limit)).stream()
        .map(Session::id)
        .toList();
  }
}
