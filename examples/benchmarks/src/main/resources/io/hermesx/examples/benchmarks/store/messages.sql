-- SPDX-License-Identifier: Apache-2.0
--
-- 60 messages in each of the first 25 conversations of every tenant, and the same in the twin.

set session_replication_role = replica;

insert into hermesx.session_messages (tenant_id, session_id, seq, body, written_at)
  select s.tenant_id, s.id, n, json_build_object('role', case n % 2 when 1 then 'user' else 'assistant' end,
      'content', 'Message ' || n || ': ' || repeat('where is my order? ', 7)), now()
  from hermesx.sessions s, generate_series(1, 60) n where s.messages > 0;
insert into twin.session_messages select * from hermesx.session_messages;
