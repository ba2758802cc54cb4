-- SPDX-License-Identifier: Apache-2.0
--
-- The log of each tenant grows into a tree that can be proved, with signed checkpoints beside it. From here on only the
-- functions of hermesx_writer below write it, and they answer to the store alone: what a tenant's transaction runs, SQL that was
-- smuggled into it too, can stage events and read, and can neither append, nor move a head, nor take something off the
-- stage.
--
-- Nobody appends while this runs; staging goes on until its last steps. It computes the roots of the subtrees of every log
-- that is there.

set role hermesx_owner;
set lock_timeout = '5s';

do $$
begin
  if not pg_catalog.pg_has_role('hermesx_owner', 'hermesx_writer', 'member') then
    raise exception 'hermesx_owner may not act as hermesx_writer' using errcode = 'HX003',
      hint = 'run bootstrap.sql of this version first';
  end if;
end
$$;

create table hermesx.audit_nodes (
  tenant_id uuid not null,
  level smallint not null check (level between 1 and 7),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (tenant_id, level, index)
);
comment on table hermesx.audit_nodes is 'The roots of complete subtrees of 256, 65536, … leaves: level 1, 2, …';
call hermesx.protect('hermesx.audit_nodes', 'select');

create table hermesx.audit_checkpoints (
  tenant_id uuid not null,
  size bigint not null check (size > 0),
  note bytea not null check (octet_length(note) between 1 and 262144),
  kept boolean not null,
  place bigint not null generated always as identity,
  primary key (tenant_id, size)
);
comment on column hermesx.audit_checkpoints.kept is 'As long as the log; else until there is a later one';
comment on column hermesx.audit_checkpoints.place is 'In which order they were kept, over all tenants';
call hermesx.protect('hermesx.audit_checkpoints', 'select');

create table hermesx.audit_anchors (
  tenant_id uuid not null,
  size bigint not null,
  name text collate "C" not null check (name ~ '^[!-~]{1,128}$'),
  receipt bytea not null check (octet_length(receipt) between 1 and 1048576),
  place bigint not null generated always as identity,
  primary key (tenant_id, size, name, place),
  foreign key (tenant_id, size) references hermesx.audit_checkpoints (tenant_id, size)
);
comment on column hermesx.audit_anchors.place is 'In which order they were kept, over all tenants';
create unique index audit_anchors_once on hermesx.audit_anchors (tenant_id, size, name, sha256(receipt));
call hermesx.protect('hermesx.audit_anchors', 'select');

-- What an event says beside its header, encrypted: written by the transaction that stages the event, or with the event where
-- it was not staged, and never moved. Who has the key reads it; it is erased by destroying the key. A header names at most
-- sixteen, so no event has more: what reads the bodies of an event reads them at once.
create table hermesx.audit_bodies (
  tenant_id uuid not null,
  event_id uuid not null,
  slot smallint not null check (slot between 1 and 16),
  path text collate "C" not null check (octet_length(path) <= 512 and path ~ '^[!-~]+$'),
  ciphertext bytea not null check (octet_length(ciphertext) <= 1114112),
  primary key (tenant_id, event_id, slot),
  unique (tenant_id, event_id, path)
);
alter table hermesx.audit_bodies alter column ciphertext set storage external;
call hermesx.protect('hermesx.audit_bodies', 'select, insert');

-- A checkpoint gives way to a later one, as far as it may: whoever deletes it, the owner too.
create function hermesx.checkpoint_gives_way() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  later boolean := exists (select from hermesx.audit_checkpoints c
    where c.tenant_id = old.tenant_id and c.size > old.size);
begin
  if tg_op = 'UPDATE' and new.size = old.size and not later then
    return new;
  end if;
  if tg_op = 'DELETE' and later and not old.kept and not exists (select from hermesx.audit_anchors a
      where a.tenant_id = old.tenant_id and a.size = old.size) then
    return old;
  end if;
  raise exception 'a checkpoint gives way to a later one only, and to none if it is kept or anchored'
    using errcode = 'HX002';
end
$$;
drop trigger audit_checkpoints_append_only on hermesx.audit_checkpoints;
create trigger audit_checkpoints_tenant_fixed before update of tenant_id on hermesx.audit_checkpoints for each row
  when (old.tenant_id is distinct from new.tenant_id)
  execute function hermesx.refuse_change('a row never changes its tenant');
create trigger audit_checkpoints_give_way before update or delete on hermesx.audit_checkpoints
  for each row execute function hermesx.checkpoint_gives_way();

-- What hermesx_writer may, beside what V13 gave it. It looks whether an event or a place is there, never what is in it.
call hermesx.let('hermesx_writer', 'select', 'hermesx.audit_events');
revoke select on table hermesx.audit_events from hermesx_writer;
grant select (tenant_id, seq, event_id) on table hermesx.audit_events to hermesx_writer;
call hermesx.let('hermesx_writer', 'insert', 'hermesx.audit_nodes');
call hermesx.let('hermesx_writer', 'insert', 'hermesx.audit_bodies');
call hermesx.let('hermesx_writer', 'select', 'hermesx.audit_checkpoints');
call hermesx.let('hermesx_writer', 'insert', 'hermesx.audit_checkpoints');
call hermesx.let('hermesx_writer', 'update', 'hermesx.audit_checkpoints');
call hermesx.let('hermesx_writer', 'delete', 'hermesx.audit_checkpoints');
call hermesx.let('hermesx_writer', 'select', 'hermesx.audit_anchors');
call hermesx.let('hermesx_writer', 'insert', 'hermesx.audit_anchors');
revoke select on table hermesx.audit_anchors from hermesx_writer;
grant select (tenant_id, size) on table hermesx.audit_anchors to hermesx_writer;
set role hermesx_definer;
grant execute on function hermesx.require_purpose(text) to hermesx_writer;
set role hermesx_owner;

call hermesx.let('hermesx_auditor', 'select', 'hermesx.audit_nodes');
call hermesx.let('hermesx_auditor', 'select', 'hermesx.audit_checkpoints');
call hermesx.let('hermesx_auditor', 'select', 'hermesx.audit_anchors');
call hermesx.let('hermesx_auditor', 'select', 'hermesx.audit_bodies');

-- The roots of the logs that are there. From here on nobody appends.
do $$
begin
  lock table hermesx.audit_heads in access exclusive mode;
end
$$;

create function hermesx.subtree_root(hashes bytea[]) returns bytea
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  while cardinality(hashes) > 1 loop
    hashes := array(select sha256('\x01'::bytea || hashes[i] || hashes[i + 1])
      from generate_series(1, cardinality(hashes), 2) i order by i);
  end loop;
  return hashes[1];
end
$$;
grant select (leaf) on table hermesx.audit_events to hermesx_writer;
call hermesx.let('hermesx_writer', 'select', 'hermesx.audit_nodes');
set role hermesx_writer;
insert into hermesx.audit_nodes (tenant_id, level, index, hash)
  select h.tenant_id, 1, e.seq / 256, hermesx.subtree_root(array_agg(e.leaf order by e.seq))
  from hermesx.audit_heads h join hermesx.audit_events e on e.tenant_id = h.tenant_id and e.seq < h.size
  group by h.tenant_id, e.seq / 256
  having count(*) = 256;
do $$
begin
  for above in 2..7 loop
    insert into hermesx.audit_nodes (tenant_id, level, index, hash)
      select n.tenant_id, above, n.index / 256, hermesx.subtree_root(array_agg(n.hash order by n.index))
      from hermesx.audit_nodes n where n.level = above - 1
      group by n.tenant_id, n.index / 256
      having count(*) = 256;
    exit when not found;
  end loop;
end
$$;
set role hermesx_owner;
revoke select (leaf) on table hermesx.audit_events from hermesx_writer;
revoke select on table hermesx.audit_nodes from hermesx_writer;
drop policy audit_nodes_writer_select on hermesx.audit_nodes;
drop function hermesx.subtree_root(bytea[]);

-- One tenant's log, of many: locked heads first, in the order that every writer keeps, so that nobody waits in a circle.
-- Statements of a function see what was committed before each of them, so after the lock the last append is seen whole.
--
-- log_of, node_of and body_of say whose the entries, nodes and bodies are, as a place in tenants. The answer is in the order of tenants: 0
-- appended, 1 the log has another size, 2 some events are in it already (known), 3 an event with bodies is staged, 4 refused
-- (reason). A log that does not take it does not keep the others from it.
--
-- An event that comes with bodies was not read from the stage. If it is there all the same, it was prepared before, with other
-- bodies, and the one that was first wins: the log does not take it (3), and the stage has to be read.
--
-- lowest and highest are the ends of what the event ids of each log span. Ids begin with their time, so a log mostly has
-- none in between: one look for all of them. Whoever gets the ends wrong runs into the key.
create function hermesx.audit_append(
  tenants uuid[], expected bigint[], origins text[], sizes bigint[], last_leaves bytea[], frontiers bytea[],
  recorded bigint[], lowest uuid[], highest uuid[], log_of int[], seqs bigint[], events uuid[], headers bytea[], leaves bytea[], node_of int[],
  levels int[], indexes bigint[], roots bytea[], body_of int[], body_events uuid[], paths text[], ciphertexts bytea[])
returns table (outcome int, known uuid[], reason text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  verdicts int[];
  there_of int[];
  there uuid[];
  staged_of int[];
  among bool[];
  kept bigint;
begin
  perform hermesx.require_purpose('s');
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'the transaction is %, the log is written at read committed', current_setting('transaction_isolation')
      using errcode = 'HX003', hint = 'begin it at read committed';
  end if;
  perform from hermesx.audit_heads h where h.tenant_id = any (tenants) order by h.tenant_id for update;

  select array_agg(exists (select from hermesx.audit_events l
    where l.tenant_id = a.tenant and l.event_id between a.lowest and a.highest) order by a.n)
  into among
  from unnest(tenants, lowest, highest) with ordinality a (tenant, lowest, highest, n);
  if true = any (among) then
    select array_agg(e.log), array_agg(e.event) into there_of, there
    from unnest(log_of, events) e (log, event)
    where among[e.log] and exists
      (select from hermesx.audit_events l where l.tenant_id = tenants[e.log] and l.event_id = e.event);
  end if;

  if cardinality(body_of) > 0 then
    select array_agg(b.log) into staged_of
    from unnest(body_of, body_events) b (log, event)
    where exists (select from hermesx.audit_stage s where s.tenant_id = tenants[b.log] and s.event_id = b.event);
  end if;

  select array_agg(case
      when coalesce(h.size, 0) <> a.expected then 1
      when exists (select from hermesx.audit_events l where l.tenant_id = a.tenant and l.seq >= a.expected) then 4
      when a.n = any (there_of) then 2
      when a.n = any (staged_of) then 3
      when h.origin <> a.origin then 5
      when h.last_recorded_at >= timestamptz 'epoch' + a.recorded * interval '1 microsecond' then 6
      else 0 end order by a.n)
  into verdicts
  from unnest(tenants, expected, origins, recorded) with ordinality a (tenant, expected, origin, recorded, n)
  left join hermesx.audit_heads h on h.tenant_id = a.tenant;

  if 0 = any (expected) then
    -- Somebody else may begin the same log at the same time: whoever comes second waits here, and finds it begun.
    with made as (
      insert into hermesx.audit_heads (tenant_id, origin, size, previous, frontier, last_recorded_at)
      select a.tenant, a.origin, a.size, a.leaf, a.frontier, timestamptz 'epoch' + a.recorded * interval '1 microsecond'
      from unnest(tenants, expected, origins, sizes, last_leaves, frontiers, recorded)
        with ordinality a (tenant, expected, origin, size, leaf, frontier, recorded, n)
      where a.expected = 0 and verdicts[a.n] = 0
      order by a.tenant
      on conflict (tenant_id) do nothing
      returning tenant_id
    )
    select array_agg(case when a.expected = 0 and verdicts[a.n] = 0 and a.tenant not in (select m.tenant_id from made m)
        then 1 else verdicts[a.n] end order by a.n)
    into verdicts
    from unnest(tenants, expected) with ordinality a (tenant, expected, n);
  end if;

  update hermesx.audit_heads h
  set size = a.size, previous = a.leaf, frontier = a.frontier,
    last_recorded_at = timestamptz 'epoch' + a.recorded * interval '1 microsecond'
  from unnest(tenants, expected, sizes, last_leaves, frontiers, recorded)
    with ordinality a (tenant, expected, size, leaf, frontier, recorded, n)
  where h.tenant_id = a.tenant and a.expected > 0 and verdicts[a.n] = 0;

  insert into hermesx.audit_events (tenant_id, seq, event_id, header, leaf)
  select tenants[e.log], e.seq, e.event, e.header, e.leaf
  from unnest(log_of, seqs, events, headers, leaves) e (log, seq, event, header, leaf)
  where verdicts[e.log] = 0;

  if cardinality(node_of) > 0 then
    insert into hermesx.audit_nodes (tenant_id, level, index, hash)
    select tenants[e.log], e.level, e.index, e.root
    from unnest(node_of, levels, indexes, roots) e (log, level, index, root)
    where verdicts[e.log] = 0;
  end if;

  if cardinality(body_of) > 0 then
    insert into hermesx.audit_bodies (tenant_id, event_id, slot, path, ciphertext)
    select tenants[e.log], e.event, row_number() over (partition by e.log, e.event order by e.n), e.path, e.ciphertext
    from unnest(body_of, body_events, paths, ciphertexts) with ordinality e (log, event, path, ciphertext, n)
    where verdicts[e.log] = 0
    on conflict do nothing;
    get diagnostics kept = row_count;
    -- Who stages one of the events at this very moment was waited for, and was first. Bodies of an event that is nowhere are
    -- in nobody's way.
    if kept < (select count(*) from unnest(body_of) e (log) where verdicts[e.log] = 0) and exists
        (select from unnest(body_of, body_events) e (log, event) join hermesx.audit_stage s
          on s.tenant_id = tenants[e.log] and s.event_id = e.event where verdicts[e.log] = 0) then
      raise exception 'an event that is appended was staged meanwhile' using errcode = '40001',
        hint = 'append the same events again';
    end if;
  end if;

  -- Most of what was not staged is of tenants with nothing staged. What is staged from here on is in the log by then, and is
  -- taken off when the stage is read.
  select array_agg(exists (select from hermesx.audit_stage s where s.tenant_id = a.tenant) order by a.n)
  into among
  from unnest(tenants) with ordinality a (tenant, n);
  if true = any (among) then
    delete from hermesx.audit_stage s
    using unnest(log_of, events) e (log, event)
    where among[e.log] and s.tenant_id = tenants[e.log] and s.event_id = e.event and verdicts[e.log] = 0;
  end if;

  return query
    select least(v.verdict, 4),
      case v.verdict when 2 then
        (select array_agg(k.event) from unnest(there_of, there) k (log, event) where k.log = v.n) end,
      case v.verdict when 4 then 'there are entries beyond its head'
        when 5 then 'its head says another origin'
        when 6 then 'the time of recording does not advance' end
    from unnest(verdicts) with ordinality v (verdict, n)
    order by v.n;
end
$$;

-- Staged events of some tenants, each tenant's in the order of their commits. One that is in the log already, because it
-- was staged again in the very moment it was appended, is not staged: it is taken off.
create function hermesx.audit_staged(tenants uuid[], most int)
returns table (of_tenant uuid, event uuid, staged bytea)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  owners uuid[];
  places bigint[];
begin
  perform hermesx.require_purpose('s');
  loop
    select array_agg(f.owner), array_agg(f.place) into owners, places
    from (
      select t.id as owner, s.place
      from unnest(tenants) t (id)
      cross join lateral (select s.place, s.event_id from hermesx.audit_stage s where s.tenant_id = t.id
        order by s.place limit most) s
      where exists (select from hermesx.audit_events l where l.tenant_id = t.id and l.event_id = s.event_id)
    ) f;
    exit when owners is null;
    -- One after the other: they come in no order.
    perform pg_advisory_xact_lock(7522537965574647811);
    delete from hermesx.audit_stage s
    using unnest(owners, places) g (owner, place)
    where s.tenant_id = g.owner and s.place = g.place;
    exit when not found;
  end loop;
  return query
    select t.id, s.event_id, s.octets
    from unnest(tenants) with ordinality t (id, n)
    cross join lateral (select s.place, s.event_id, s.octets from hermesx.audit_stage s where s.tenant_id = t.id
      order by s.place limit most) s
    order by t.n, s.place;
end
$$;

-- Where the logs of some tenants stand, with the time in microseconds: null for one that no log can have, so that it is in
-- the way of that one log alone.
create function hermesx.audit_heads_of(tenants uuid[])
returns table (of_tenant uuid, of_origin text, events bigint, last_leaf bytea, edge bytea, recorded bigint)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  perform hermesx.require_purpose('s');
  return query
    select h.tenant_id, h.origin, h.size, h.previous, h.frontier,
      case when h.last_recorded_at >= timestamptz 'epoch' and h.last_recorded_at < timestamptz '10000-01-01 00:00:00Z'
        then (extract(epoch from h.last_recorded_at) * 1000000)::bigint end
    from hermesx.audit_heads h where h.tenant_id = any (tenants);
end
$$;

-- Tenants whose log has events beyond its latest checkpoint, those whose checkpoint is oldest first. Behind those come the
-- ones whose checkpoint is beyond the log: no chain made it.
create function hermesx.audit_behind(most int) returns setof uuid
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform hermesx.require_purpose('s');
  return query
    select h.tenant_id from hermesx.audit_heads h
    left join lateral (select c.size, c.place from hermesx.audit_checkpoints c where c.tenant_id = h.tenant_id
      order by c.size desc limit 1) c on true
    where h.size <> coalesce(c.size, 0)
    order by coalesce(c.size > h.size, false), c.place nulls first, h.tenant_id
    limit most;
end
$$;

-- Keeps a checkpoint of each of some logs. Smaller ones that were kept only until there is a later one go, but for those
-- that an anchor has a receipt for. The answer is whose checkpoint was dropped, because another one stays.
create function hermesx.audit_keep(tenants uuid[], sizes bigint[], notes bytea[], always boolean[]) returns setof uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform hermesx.require_purpose('s');
  perform from hermesx.audit_checkpoints c where c.tenant_id = any (tenants) and not c.kept
    order by c.tenant_id, c.size for update;
  insert into hermesx.audit_checkpoints as k (tenant_id, size, note, kept)
  select a.tenant, a.size, a.note, a.always
  from unnest(tenants, sizes, notes, always) a (tenant, size, note, always)
  where not exists (select from hermesx.audit_checkpoints c where c.tenant_id = a.tenant and c.size > a.size)
  order by a.tenant
  on conflict (tenant_id, size) do update set note = excluded.note, kept = excluded.kept, place = default
    where not k.kept and not exists
      (select from hermesx.audit_anchors r where r.tenant_id = k.tenant_id and r.size = k.size);
  delete from hermesx.audit_checkpoints c
  using unnest(tenants, sizes) a (tenant, size)
  where c.tenant_id = a.tenant and c.size < a.size and not c.kept
    and not exists (select from hermesx.audit_anchors r where r.tenant_id = c.tenant_id and r.size = c.size)
    and exists (select from hermesx.audit_checkpoints l where l.tenant_id = c.tenant_id and l.size > c.size);
  return query
    select a.tenant from unnest(tenants, sizes, notes) a (tenant, size, note)
    where not exists (select from hermesx.audit_checkpoints c
      where c.tenant_id = a.tenant and c.size = a.size and c.note = a.note);
end
$$;

-- Keeps what an anchor gave for a checkpoint, beside what it gave before; the same octets once. False if there is none of that
-- size with the note that the anchor had.
create function hermesx.audit_anchored(tenant uuid, at_size bigint, anchor text, given bytea, signed bytea) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform hermesx.require_purpose('s');
  perform from hermesx.audit_checkpoints c where c.tenant_id = tenant and c.size = at_size and c.note = signed
    for update;
  if not found then
    return false;
  end if;
  insert into hermesx.audit_anchors (tenant_id, size, name, receipt) values (tenant, at_size, anchor, given)
  on conflict do nothing;
  return true;
end
$$;

do $$
declare
  target regprocedure;
begin
  grant create on schema hermesx to hermesx_writer;
  foreach target in array array[
      'hermesx.audit_append(uuid[],bigint[],text[],bigint[],bytea[],bytea[],bigint[],uuid[],uuid[],int[],bigint[],uuid[],bytea[],bytea[],int[],int[],bigint[],bytea[],int[],uuid[],text[],bytea[])',
      'hermesx.audit_staged(uuid[],int)', 'hermesx.audit_heads_of(uuid[])', 'hermesx.audit_behind(int)',
      'hermesx.audit_keep(uuid[],bigint[],bytea[],boolean[])', 'hermesx.audit_anchored(uuid,bigint,text,bytea,bytea)']::regprocedure[] loop
    execute pg_catalog.format('revoke all on function %s from public', target);
    execute pg_catalog.format('grant execute on function %s to hermesx_app', target);
    execute pg_catalog.format('alter function %s owner to hermesx_writer', target);
  end loop;
  revoke create on schema hermesx from hermesx_writer;
end
$$;

-- A head fits its tree, and only moves on. Most updates are right, and these are not worth a call.
alter table hermesx.audit_heads
  add constraint audit_heads_frontier_fits check (octet_length(frontier) = 32 * bit_count(size::bit(64))),
  set (fillfactor = 70);
drop trigger audit_heads_move_on on hermesx.audit_heads;
create trigger audit_heads_move_on before update on hermesx.audit_heads for each row
  when (new.size <= old.size or new.origin <> old.origin or new.last_recorded_at <= old.last_recorded_at)
  execute function hermesx.head_moves_on();

-- What is staged leaves the stage for the log, and only so.
create trigger audit_stage_kept before update or delete on hermesx.audit_stage for each statement
  when (current_user <> 'hermesx_writer')
  execute function hermesx.refuse_change('what is staged stays until it is in the log');
create trigger audit_stage_never_emptied before truncate on hermesx.audit_stage for each statement
  execute function hermesx.refuse_change('what is staged stays until it is in the log');

-- The place comes from the sequence alone: one that somebody took ahead of it would be in the way of the event that gets it.
revoke insert, delete on table hermesx.audit_stage from hermesx_app;
grant insert (tenant_id, event_id, octets) on table hermesx.audit_stage to hermesx_app;
drop policy audit_stage_delete on hermesx.audit_stage;
revoke insert, update on table hermesx.audit_heads from hermesx_app;
drop policy audit_heads_insert on hermesx.audit_heads;
drop policy audit_heads_update on hermesx.audit_heads;
revoke insert on table hermesx.audit_events from hermesx_app;
drop policy audit_events_insert on hermesx.audit_events;

-- Not even a session that says it only replays what another server decided (session_replication_role) gets around these.
do $$
declare
  it record;
begin
  for it in select g.tgrelid::regclass as owner, g.tgname as name from pg_catalog.pg_trigger g
      where g.tgrelid in ('hermesx.audit_events'::regclass, 'hermesx.audit_heads'::regclass, 'hermesx.audit_stage'::regclass,
        'hermesx.audit_nodes'::regclass, 'hermesx.audit_checkpoints'::regclass, 'hermesx.audit_anchors'::regclass,
        'hermesx.audit_bodies'::regclass) and not g.tgisinternal loop
    execute pg_catalog.format('alter table %s enable always trigger %I', it.owner, it.name);
  end loop;
end
$$;

call hermesx.applied(18, 'audit_chain');

reset lock_timeout;
reset role;
