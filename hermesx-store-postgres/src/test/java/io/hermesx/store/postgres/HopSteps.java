// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.session.SessionMessage;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What the threads of a hop do with a store. Some steps send SQL without any {@code where} on the
 * tenant, as a statement that forgot it would: only the database is left to keep tenants apart.
 */
final class HopSteps {

  private static final int PAGE = 20;
  private static final String EVERY_TITLE = "select title from hermesx.sessions limit 20";
  private static final String EVERY_MESSAGE =
      "select body ->> 'tenant' from hermesx.session_messages limit 20";
  private static final String TOUCH =
      "update hermesx.sessions set updated_at = updated_at where id = {0} returning title";

  private static final Field<String> TEXT = DSL.field("text", SQLDataType.CLOB);

  private final AtomicInteger endless = new AtomicInteger();
  private final PostgresStore store;
  private final HopWorld world;
  private final Promises promises;

  HopSteps(PostgresStore store, HopWorld world, Promises promises) {
    this.store = store;
    this.world = world;
    this.promises = promises;
  }

  /** All of them. */
  List<HopStep> all() {
    List<HopStep> steps = new ArrayList<>(reading());
    steps.addAll(writing());
    steps.addAll(List.of(this::touch, this::tooLong, this::nobodys));
    return steps;
  }

  /** Those that write what is remembered. */
  List<HopStep> writing() {
    return List.of(this::append, this::several, this::say);
  }

  /** How many statements were sent that never end by themselves. */
  int endless() {
    return endless.get();
  }

  /** Those that only read. */
  List<HopStep> reading() {
    return List.of(this::list, this::talk, this::everything, this::find, this::page);
  }

  private List<String> list(TenantId tenant, RandomGenerator random) {
    return titles(
        store
            .forTenant(tenant)
            .readOnly(tx -> tx.sessions().list(Optional.empty(), Optional.empty(), PAGE)));
  }

  private List<String> talk(TenantId tenant, RandomGenerator random) {
    SessionId session = world.anySession(random);
    return store.forTenant(tenant).readOnly(tx -> talk(tx, session));
  }

  private static List<String> talk(TenantTx tx, SessionId session) {
    List<String> texts = titles(tx.sessions().find(session).stream().toList());
    texts.addAll(texts(tx.sessions().messages(session, 0, PAGE)));
    return texts;
  }

  private List<String> everything(TenantId tenant, RandomGenerator random) {
    return store
        .forTenant(tenant)
        .readOnly(
            tx -> {
              List<String> texts = raw(tx, EVERY_TITLE);
              texts.addAll(raw(tx, EVERY_MESSAGE));
              return texts;
            });
  }

  /** A step alone, as are the next ones: one round trip, no explicit transaction. */
  private List<String> find(TenantId tenant, RandomGenerator random) {
    SessionId session = world.anySession(random);
    return titles(store.forTenant(tenant).sessions().find(session).stream().toList());
  }

  private List<String> page(TenantId tenant, RandomGenerator random) {
    SessionId session = world.anySession(random);
    return texts(store.forTenant(tenant).sessions().messages(session, 0, PAGE));
  }

  private List<String> say(TenantId tenant, RandomGenerator random) {
    SessionId session = world.anySession(random);
    int count = 1 + random.nextInt(3);
    return promises.keep(
        work -> {
          var bodies = Collections.nCopies(count, HopWorld.body(tenant, work, count));
          assertThat(store.forTenant(tenant).sessions().append(session, bodies)).isPresent();
          return List.of();
        });
  }

  /** What belongs to no tenant, on the same connections. */
  private List<String> nobodys(TenantId tenant, RandomGenerator random) {
    assertThat(store.directory().findApiKey(StoreSamples.sha256("nobody's"))).isEmpty();
    return List.of();
  }

  private List<String> touch(TenantId tenant, RandomGenerator random) {
    SessionId session = world.anySession(random);
    return store.forTenant(tenant).tx(tx -> touch(tx, session));
  }

  private List<String> append(TenantId tenant, RandomGenerator random) {
    SessionId session = world.anySession(random);
    int count = 1 + random.nextInt(3);
    return promises.keep(
        work -> store.forTenant(tenant).tx(tx -> write(tx, session, work, count, count)));
  }

  /** Two conversations, three writes, reads in between: all or nothing. */
  private List<String> several(TenantId tenant, RandomGenerator random) {
    SessionId old = world.anySession(random);
    SessionId fresh = world.freshSession();
    return promises.keep(
        work ->
            store
                .forTenant(tenant)
                .tx(
                    tx -> {
                      tx.sessions().create(fresh, "user:bob", tenant.toString());
                      List<String> texts = write(tx, fresh, work, 1, 3);
                      texts.addAll(raw(tx, EVERY_TITLE));
                      texts.addAll(write(tx, old, work, 2, 3));
                      texts.addAll(talk(tx, old));
                      return texts;
                    }));
  }

  /** Once in a while a statement that never ends, after a write that must not stay. */
  private List<String> tooLong(TenantId tenant, RandomGenerator random) {
    if (random.nextInt(200) > 0) {
      return talk(tenant, random);
    }
    endless.incrementAndGet();
    SessionId session = world.anySession(random);
    return promises.keep(
        work ->
            store
                .forTenant(tenant)
                .tx(
                    tx -> {
                      List<String> texts = write(tx, session, work, 1, 1);
                      texts.addAll(raw(tx, "select pg_sleep(60)::text"));
                      return texts;
                    }));
  }

  private static List<String> write(
      TenantTx tx, SessionId session, long work, int count, int whole) {
    var body = HopWorld.body(tx.tenant(), work, whole);
    assertThat(tx.sessions().append(session, Collections.nCopies(count, body))).isPresent();
    return new ArrayList<>();
  }

  private static List<String> touch(TenantTx tx, SessionId session) {
    List<String> touched =
        ((PostgresTx) tx)
            .writing()
            .resultQuery(TOUCH, DSL.val(session.value()))
            .coerce(TEXT)
            .fetch(TEXT);
    assertThat(touched).hasSize(1);
    return touched;
  }

  private static List<String> raw(TenantTx tx, String query) {
    List<String> texts =
        new ArrayList<>(((PostgresTx) tx).reading().resultQuery(query).coerce(TEXT).fetch(TEXT));
    assertThat(texts).as("a silent nothing").isNotEmpty();
    return texts;
  }

  private static List<String> titles(List<Session> sessions) {
    assertThat(sessions).as("a silent nothing").isNotEmpty();
    return new ArrayList<>(sessions.stream().map(Session::title).toList());
  }

  private static List<String> texts(List<SessionMessage> messages) {
    assertThat(messages).as("a silent nothing").isNotEmpty();
    return messages.stream().map(message -> message.body().string("tenant")).toList();
  }
}
