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
\set FETCH_COUNT 100
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
    (2, $$select l.line from (
        select e.*, lag(e.seq + 1, 1, -1::bigint) over (order by e.seq) as behind
        from hermesx.audit_events e where e.tenant_id = %1$L and {event}) e
      cross join lateral (
        select e.seq + 1 as place, 0 as rank, '' as part, 0 as age, '{"kind":"entry","seq":' || e.seq || ',"event_id":"' || e.event_id
          || '","leaf":"' || translate(encode(e.leaf, 'base64'), E'\n', '')
          || '","header":"' || translate(encode(e.header, 'base64'), E'\n', '') || '"}' as line
        union all
        select e.seq + 1, 1, b.path, 0, '{"kind":"body","seq":' || e.seq || ',"path":"'
          || replace(replace(regexp_replace(b.path, '[^!-~]', '?', 'g'), E'\\', E'\\\\'), '"', E'\\"') || '","ciphertext":"'
          || translate(encode(b.ciphertext, 'base64'), E'\n', '') || '"}'
        from hermesx.audit_bodies b where b.tenant_id = e.tenant_id and b.event_id = e.event_id and {body}
        union all
        select (n.index + 1) << (8 * n.level), 2, n.level::text, 0, '{"kind":"node","level":' || n.level || ',"index":' || n.index || ',"hash":"'
          || translate(encode(n.hash, 'base64'), E'\n', '') || '"}'
        from generate_series(1, 7) g (above) join hermesx.audit_nodes n
          on n.tenant_id = e.tenant_id and n.level = g.above
          and n.index >= e.behind >> (8 * g.above) and n.index < (e.seq + 1) >> (8 * g.above)
        where (e.seq + 1) >> 8 > e.behind >> 8 and {node}
        union all
        select c.size, 3, '', 0, '{"kind":"checkpoint","size":' || c.size || ',"note":"'
          || translate(encode(c.note, 'base64'), E'\n', '') || '"}'
        from hermesx.audit_checkpoints c
        where c.tenant_id = e.tenant_id and c.size > e.behind and c.size <= e.seq + 1 and {checkpoint}
        union all
        select a.size, 4, a.name, a.place, '{"kind":"anchor","size":' || a.size || ',"name":"'
          || replace(replace(regexp_replace(a.name, '[^!-~]', '?', 'g'), E'\\', E'\\\\'), '"', E'\\"') || '","receipt":"'
          || translate(encode(a.receipt, 'base64'), E'\n', '') || '"}'
        from hermesx.audit_anchors a
        where a.tenant_id = e.tenant_id and a.size > e.behind and a.size <= e.seq + 1 and {anchor}) l
      order by e.seq, l.place, l.rank, l.part collate "C", l.age$$),
    (3, $$select line from (
        select (n.index + 1) << (8 * n.level) as place, 2 as rank, n.level::text as part, 0 as age, '{"kind":"node","level":' || n.level || ',"index":' || n.index || ',"hash":"'
          || translate(encode(n.hash, 'base64'), E'\n', '') || '"}' as line
        from hermesx.audit_nodes n where n.tenant_id = %1$L and {node}
        union all
        select c.size, 3, '', 0, '{"kind":"checkpoint","size":' || c.size || ',"note":"'
          || translate(encode(c.note, 'base64'), E'\n', '') || '"}'
        from hermesx.audit_checkpoints c where c.tenant_id = %1$L and {checkpoint}
        union all
        select a.size, 4, a.name, a.place, '{"kind":"anchor","size":' || a.size || ',"name":"'
          || replace(replace(regexp_replace(a.name, '[^!-~]', '?', 'g'), E'\\', E'\\\\'), '"', E'\\"') || '","receipt":"'
          || translate(encode(a.receipt, 'base64'), E'\n', '') || '"}'
        from hermesx.audit_anchors a where a.tenant_id = %1$L and {anchor}) beyond
      where place > coalesce((select max(e.seq) + 1 from hermesx.audit_events e where e.tenant_id = %1$L and {event}), -1)
      order by place, rank, part collate "C", age$$),
    (4, $$select '{"kind":"head","origin":"'
        || replace(replace(regexp_replace(h.origin, '[^!-~]', '?', 'g'), E'\\', E'\\\\'), '"', E'\\"')
        || '","size":' || h.size || ',"previous":"' || translate(encode(h.previous, 'base64'), E'\n', '')
        || '","frontier":"' || translate(encode(h.frontier, 'base64'), E'\n', '')
        || '","last_recorded_us":' || (extract(epoch from h.last_recorded_at) * 1000000)::bigint || '}'
      from hermesx.audit_heads h where h.tenant_id = %1$L and {head}$$)
  ) s (part, statement)
order by t.tenant_id <> '{log_of_logs}', t.tenant_id, s.part
\gexec

select '{"kind":"end","logs":' || (select count(*) from (select tenant_id from hermesx.audit_heads where {only}
      union select tenant_id from hermesx.audit_events where {only}
      union select tenant_id from hermesx.audit_checkpoints where {only}) t)
  || ',"entries":' || (select count(*) from hermesx.audit_events e where {only} and {event})
  || ',"bodies":' || (select count(*) from hermesx.audit_bodies b join hermesx.audit_events e using (tenant_id, event_id)
      where {only} and {event} and {body})
  || ',"nodes":' || (select count(*) from hermesx.audit_nodes n where {only} and {node})
  || ',"checkpoints":' || (select count(*) from hermesx.audit_checkpoints c where {only} and {checkpoint})
  || ',"anchors":' || (select count(*) from hermesx.audit_anchors a where {only} and {anchor}) || '}';

commit;
