// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.store.postgres.telemetry.QuerySummary;

/**
 * What is sent for a batch of rate commands: first one composite statement that takes the rows,
 * then one that keeps what changed and commits. So a batch is two round trips.
 *
 * <p>The first begins the transaction and says in front whose the transaction is, that its commit
 * need not wait for the disk, and how long the server works on it or waits for the second one. An
 * upsert that updates nothing locks what is there and makes what is missing, in the order of the
 * keys: so nobody waits in a circle. What is read after it is what the last one who held the lock
 * committed.
 */
final class RateSql {

  private static final String CONTEXT =
      TransactionBlock.BEGIN
          + """
      select set_config('hermesx.tenant', ?, true), set_config('statement_timeout', ?, true), \
      set_config('lock_timeout', ?, true), \
      set_config('idle_in_transaction_session_timeout', ?, true), \
      set_config('synchronous_commit', 'off', true); \
      """;

  private static final String LOCKED =
      """
      insert into hermesx.rate_state (tenant_id, key, numbers, idle_at)
      select ?, w.key, '{}', hermesx.clock() + interval '1 hour' from unnest(?) as w (key)
      order by w.key
      on conflict (tenant_id, key) do update set numbers = excluded.numbers where false;
      """;

  private static final String RETURNED =
      """
      insert into hermesx.rate_returned (tenant_id, permit, idle_at)
      select ?, w.permit, timestamptz 'epoch' + w.until * interval '1 microsecond' + interval '1 hour'
      from unnest(?, ?) as w (permit, until) order by w.permit
      on conflict do nothing returning permit;
      """;

  /** A row at least, for the time. */
  private static final String NUMBERS =
      """
      select r.key, r.numbers, c.micros
      from (select (extract(epoch from pg_catalog.clock_timestamp()) * 1000000)::bigint) as c (micros)
      left join hermesx.rate_state r on r.tenant_id = ? and r.key = any (?)""";

  /** Seal, three times milliseconds; tenant, keys; tenant, keys. */
  static final String LOCK = CONTEXT + QuerySummary.tag("rate_lock") + LOCKED + NUMBERS;

  /** As {@link #LOCK}, and between its two halves tenant, permits, until when. */
  static final String LOCK_AND_RETURN =
      CONTEXT + QuerySummary.tag("rate_lock_and_return") + LOCKED + RETURNED + NUMBERS;

  /** Seal, three times milliseconds; tenant, keys. It is the whole transaction. */
  static final String PEEK = CONTEXT + QuerySummary.tag("rate_peek") + NUMBERS + "; commit";

  /** Keys, numbers, until when; tenant. */
  static final String KEEP =
      QuerySummary.tag("rate_keep")
          + """
          update hermesx.rate_state r
          set numbers = n.numbers::bigint[],
            idle_at = case when r.idle_at between n.until and n.until + interval '2 hours'
              then r.idle_at else n.until + interval '1 hour' end
          from (select u.key, u.numbers, timestamptz 'epoch' + u.until * interval '1 microsecond'
            from unnest(?, ?, ?) as u (key, numbers, until)) as n (key, numbers, until)
          where r.tenant_id = ? and r.key = n.key; commit""";

  /** Seal, three times milliseconds; keys. */
  static final String LOCK_OF_ALL =
      CONTEXT + "select key, numbers, micros from hermesx.lock_rates_of_all(?)";

  /** Keys, numbers, until when. */
  static final String KEEP_OF_ALL = "select hermesx.keep_rates_of_all(?, ?, ?); commit";

  private RateSql() {}
}
