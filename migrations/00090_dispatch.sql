-- +goose Up
create table dispatches (
    id              uuid primary key,
    organ_id        uuid not null references organs (id),
    document_id     uuid not null unique references documents (id),
    idempotency_key text not null,
    request_sha256  text not null,
    recipients      integer not null,
    sent_by         uuid not null references people (id),
    sent_at         timestamptz not null,
    unique (organ_id, idempotency_key)
);

create table deliveries (
    id               uuid primary key,
    organ_id         uuid not null references organs (id),
    sender_id        uuid not null references organs (id),
    dispatch_id      uuid not null references dispatches (id),
    document_id      uuid not null references documents (id),
    version          integer not null default 1,
    state            text not null check (state in ('sent', '01', '02', '03', '04', '05', '06')),
    subject          text not null,
    code             text not null,
    kind             text not null,
    urgency          text not null,
    urgency_rank     integer not null,
    confidential     boolean not null default false,
    sha256           text not null,
    verdict          text not null default '',
    report_id        uuid,
    trouble          text not null default '',
    number_in        integer,
    entry_id         uuid references register_entries (id),
    facts_revision   integer not null default 0,
    decision_id      uuid,
    leader_post      uuid references posts (id),
    department_id    uuid references departments (id),
    officer_post     uuid references posts (id),
    flags            text not null default '',
    sent_at          timestamptz not null,
    arrived_at       timestamptz,
    opened_at        timestamptz,
    registered_at    timestamptz,
    registered_by    uuid references people (id),
    closed_at        timestamptz,
    refusal_code     text not null default '',
    refusal_reason   text not null default '',
    refusal_mend     text not null default '',
    note             text not null default '',
    unique (dispatch_id, organ_id)
);
create index deliveries_recipient on deliveries (organ_id, state, sent_at);
create index deliveries_document on deliveries (document_id);

-- What routing asks about a delivery, each with who said so. A new revision is a new set of rows; the old ones stay readable.
create table delivery_facts (
    delivery_id  uuid not null references deliveries (id),
    revision     integer not null,
    name         text not null check (name in ('field', 'area', 'named_post', 'excluded_post')),
    value        text not null,
    principal    boolean not null default false,
    source       text not null check (source in ('sender', 'clerk', 'wrong_field')),
    detail       text not null default '',
    confirmed_by uuid references people (id),
    stated_at    timestamptz not null,
    primary key (delivery_id, revision, name, value)
);

-- +goose Down
drop table delivery_facts;
drop table deliveries;
drop table dispatches;
