-- SPDX-License-Identifier: Apache-2.0
--
-- Conversations and their messages. The row of a conversation counts its messages and is the lock under which
-- they get their places, so there never is a gap.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.sessions (
  tenant_id uuid not null,
  id uuid not null,
  owner text not null,
  title text not null check (char_length(title) between 1 and 200),
  messages bigint not null default 0 check (messages >= 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 80);
create index sessions_owner on hermesx.sessions (tenant_id, owner, id desc);
call hermesx.protect('hermesx.sessions', 'select, insert, update');
revoke update on table hermesx.sessions from hermesx_app;
grant update (messages, updated_at, ended_at) on table hermesx.sessions to hermesx_app;
create trigger sessions_stay_ended before update on hermesx.sessions for each row
  when (old.ended_at is not null)
  execute function hermesx.refuse_change('nothing is written to a conversation that ended');

create table hermesx.session_messages (
  tenant_id uuid not null,
  session_id uuid not null,
  seq bigint not null check (seq >= 1),
  body json not null,
  written_at timestamptz not null,
  primary key (tenant_id, session_id, seq),
  foreign key (tenant_id, session_id) references hermesx.sessions (tenant_id, id)
);
comment on column hermesx.session_messages.body is
    'json, not jsonb: it comes back as it was, with its order, its numbers and its NUL characters';
call hermesx.protect('hermesx.session_messages', 'select, insert');

call hermesx.applied(10, 'sessions');

reset lock_timeout;
reset role;
