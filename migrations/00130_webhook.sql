-- +goose Up
-- An address of another system that is told of an organ's events. The secrets sign what is sent to it; the old one holds until its moment, so that
-- the other side has time to change.
create table webhooks (
    id             uuid primary key,
    organ_id       uuid not null references organs (id),
    url            text not null,
    types          jsonb not null,
    secret         text not null,
    old_secret     text not null default '',
    old_until      timestamptz,
    created_by     uuid not null references people (id),
    created_at     timestamptz not null,
    stopped_at     timestamptz,
    stopped_reason text not null default '',
    unique (organ_id, url)
);

-- What is to be told to one address. body is kept to the byte: it is what was signed.
create table webhook_messages (
    id        uuid primary key,
    organ_id  uuid not null,
    hook_id   uuid not null references webhooks (id) on delete cascade,
    type      text not null,
    body      text not null,
    state     text not null check (state in ('waiting', 'delivered', 'failed')),
    tries     integer not null default 0,
    caused_at timestamptz not null,
    ended_at  timestamptz
);
create index webhook_messages_hook on webhook_messages (hook_id, id);
create index webhook_messages_caused on webhook_messages (caused_at);

-- One try: what the other side answered (0: nothing), or why it could not be asked.
create table webhook_tries (
    id         uuid primary key,
    message_id uuid not null references webhook_messages (id) on delete cascade,
    number     integer not null,
    at         timestamptz not null,
    status     integer not null,
    trouble    text not null default '',
    took_ms    integer not null,
    unique (message_id, number)
);

-- +goose Down
drop table webhook_tries;
drop table webhook_messages;
drop table webhooks;
