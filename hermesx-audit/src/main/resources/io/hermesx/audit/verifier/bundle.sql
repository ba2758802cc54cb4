-- SPDX-License-Identifier: Apache-2.0
--
-- Reads audit logs and emits them as a bundle (docs/reference/audit-format.md): psql -XqAt URL <this | ... verify -
-- It changes nothing, and it stops where somebody would see less than was asked for: all logs are for a role that no
-- row-level security binds, such as hermesx_backup; one log is also for hermesx_auditor in a session that is sealed for
-- its tenant. Whoever may become hermesx_owner makes the seal, which holds until the context key changes:
--
--   select hermesx.sealed_context('<tenant id>');
--   PGOPTIONS='-c hermesx.tenant=<what it answered>' psql -XqAt -f this URL

\set ON_ERROR_STOP on
\set FETCH_COUNT 1000
\pset format unaligned
\pset tuples_only on

begin transaction isolation level repeatable read read only;
set local search_path = pg_catalog, pg_temp;
set local standard_conforming_strings = on;
{see}

select '{"kind":"bundle","v":1,"installation":"{installation}"}';

select format(s.statement, t.tenant_id)
from (select tenant_id from hermesx.audit_heads where {only}
      union select tenant_id from hermesx.audit_events where {only}
      union select tenant_id from hermesx.audit_checkpoints where {only}) t,
  (values
    (1, $$select '{"kind":"log","origin":"{installation}/' || %1$L || '"}'$$),
    (2, $$select '{"kind":"entry","seq":' || e.seq || ',"event_id":"' || e.event_id
        || '","leaf":"' || translate(encode(e.leaf, 'base64'), E'\n', '')
        || '","header":"' || translate(encode(e.header, 'base64'), E'\n', '') || '"}'
        || coalesce((select string_agg(E'\n{"kind":"body","seq":' || e.seq || ',"path":"'
            || replace(replace(b.path, E'\\', E'\\\\'), '"', E'\\"') || '","ciphertext":"'
            || translate(encode(b.ciphertext, 'base64'), E'\n', '') || '"}', '' order by b.path collate "C")
            from hermesx.audit_bodies b where b.tenant_id = e.tenant_id and b.event_id = e.event_id), '')
        || case when (e.seq + 1) %% 256 = 0 then coalesce((
            select string_agg(E'\n{"kind":"node","level":' || n.level || ',"index":' || n.index || ',"hash":"'
            || translate(encode(n.hash, 'base64'), E'\n', '') || '"}', '' order by n.level)
            from generate_series(1, 7) l join hermesx.audit_nodes n
              on n.tenant_id = e.tenant_id and n.level = l and n.index = ((e.seq + 1) >> (8 * l)) - 1
            where ((e.seq + 1) >> (8 * l)) << (8 * l) = e.seq + 1), '') else '' end
        || coalesce((select E'\n{"kind":"checkpoint","size":' || c.size || ',"note":"'
            || translate(encode(c.note, 'base64'), E'\n', '') || '"}'
            from hermesx.audit_checkpoints c where c.tenant_id = e.tenant_id and c.size = e.seq + 1), '')
        || coalesce((select string_agg(E'\n{"kind":"anchor","size":' || a.size || ',"name":"'
            || replace(replace(a.name, E'\\', E'\\\\'), '"', E'\\"') || '","receipt":"'
            || translate(encode(a.receipt, 'base64'), E'\n', '') || '"}', '' order by a.name collate "C", a.place)
            from hermesx.audit_anchors a where a.tenant_id = e.tenant_id and a.size = e.seq + 1), '')
      from hermesx.audit_events e where e.tenant_id = %1$L order by e.seq$$),
    (3, $$select line from (
        select (n.index + 1) << (8 * n.level) as place, 2 as rank, n.level::text as part, 0 as age,
          '{"kind":"node","level":' || n.level || ',"index":' || n.index || ',"hash":"'
          || translate(encode(n.hash, 'base64'), E'\n', '') || '"}' as line
        from hermesx.audit_nodes n where n.tenant_id = %1$L
        union all
        select c.size, 3, '', 0, '{"kind":"checkpoint","size":' || c.size || ',"note":"'
          || translate(encode(c.note, 'base64'), E'\n', '') || '"}'
        from hermesx.audit_checkpoints c where c.tenant_id = %1$L
        union all
        select a.size, 4, a.name, a.place, '{"kind":"anchor","size":' || a.size || ',"name":"'
          || replace(replace(a.name, E'\\', E'\\\\'), '"', E'\\"') || '","receipt":"'
          || translate(encode(a.receipt, 'base64'), E'\n', '') || '"}'
        from hermesx.audit_anchors a where a.tenant_id = %1$L) beyond
      where place > coalesce((select max(seq) + 1 from hermesx.audit_events where tenant_id = %1$L), 0)
      order by place, rank, part collate "C", age$$),
    (4, $$select '{"kind":"head","origin":"'
        || replace(replace(regexp_replace(h.origin, '[^!-~]', '?', 'g'), E'\\', E'\\\\'), '"', E'\\"')
        || '","size":' || h.size || ',"previous":"' || translate(encode(h.previous, 'base64'), E'\n', '')
        || '","frontier":"' || translate(encode(h.frontier, 'base64'), E'\n', '')
        || '","last_recorded_us":' || (extract(epoch from h.last_recorded_at) * 1000000)::bigint || '}'
      from hermesx.audit_heads h where h.tenant_id = %1$L$$)
  ) s (part, statement)
order by t.tenant_id <> '{log_of_logs}', t.tenant_id, s.part
\gexec

select '{"kind":"end","logs":' || (select count(*) from (select tenant_id from hermesx.audit_heads where {only}
      union select tenant_id from hermesx.audit_events where {only}
      union select tenant_id from hermesx.audit_checkpoints where {only}) t)
  || ',"entries":' || (select count(*) from hermesx.audit_events where {only})
  || ',"bodies":' || (select count(*) from hermesx.audit_bodies b join hermesx.audit_events e using (tenant_id, event_id)
      where {only})
  || ',"nodes":' || (select count(*) from hermesx.audit_nodes where {only})
  || ',"checkpoints":' || (select count(*) from hermesx.audit_checkpoints where {only})
  || ',"anchors":' || (select count(*) from hermesx.audit_anchors where {only}) || '}';

commit;
