-- +goose Up
-- Who did what, and who opened what.
create table audit_events (
    id         uuid primary key,
    organ_id   uuid not null,
    at         timestamptz not null,
    account_id uuid not null,
    person_id  uuid not null,
    name       text not null,
    title      text not null,
    action     text not null,
    object_id  uuid not null,
    detail     text not null
);
create index audit_events_object on audit_events (object_id, id);
create table audit_readings (
    id         uuid primary key,
    organ_id   uuid not null,
    at         timestamptz not null,
    account_id uuid not null,
    person_id  uuid not null,
    name       text not null,
    title      text not null,
    action     text not null,
    object_id  uuid not null,
    detail     text not null
);
create index audit_readings_object on audit_readings (object_id, id);

-- What the sealer has yet to chain. A row leaves here in the transaction that makes its link.
create table audit_pending (
    event_id uuid primary key,
    stream   text not null,
    organ_id uuid not null,
    at       timestamptz not null
);
create index audit_pending_chain on audit_pending (organ_id, stream, event_id);

-- leaf is the hash of the row's canonical text, hash that of the link before and leaf: RFC 6962 §2.1.
create table audit_links (
    organ_id uuid not null,
    stream   text not null,
    number   bigint not null,
    event_id uuid not null unique,
    leaf     bytea not null,
    hash     bytea not null,
    primary key (organ_id, stream, number)
);

-- The last link of each chain, and how far the roots go. The row is also the lock that lets one sealer at a time work on the chain.
create table audit_chains (
    organ_id uuid not null,
    stream   text not null,
    number   bigint not null default 0,
    hash     bytea not null,
    rooted   bigint not null default 0,
    primary key (organ_id, stream)
);

-- A root is the Merkle tree head over the root before and the heads of the chains that grew since.
create table audit_roots (
    number bigint primary key,
    at     timestamptz not null,
    root   bytea not null
);
create table audit_heads (
    root_number bigint not null references audit_roots (number),
    organ_id    uuid not null,
    stream      text not null,
    number      bigint not null,
    hash        bytea not null,
    primary key (root_number, organ_id, stream)
);

-- The time-stamping authority's token (RFC 3161) over a root.
create table audit_stamps (
    root_number bigint primary key references audit_roots (number),
    token       bytea not null
);

-- +goose StatementBegin
create trigger audit_events_no_update before update on audit_events
begin select raise(abort, 'audit_events is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_events_no_delete before delete on audit_events
begin select raise(abort, 'audit_events is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_readings_no_update before update on audit_readings
begin select raise(abort, 'audit_readings is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_readings_no_delete before delete on audit_readings
begin select raise(abort, 'audit_readings is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_links_no_update before update on audit_links
begin select raise(abort, 'audit_links is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_links_no_delete before delete on audit_links
begin select raise(abort, 'audit_links is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_roots_no_update before update on audit_roots
begin select raise(abort, 'audit_roots is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_roots_no_delete before delete on audit_roots
begin select raise(abort, 'audit_roots is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_heads_no_update before update on audit_heads
begin select raise(abort, 'audit_heads is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_heads_no_delete before delete on audit_heads
begin select raise(abort, 'audit_heads is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_stamps_no_update before update on audit_stamps
begin select raise(abort, 'audit_stamps is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_stamps_no_delete before delete on audit_stamps
begin select raise(abort, 'audit_stamps is append-only'); end;
-- +goose StatementEnd

-- +goose Down
drop table audit_stamps;
drop table audit_heads;
drop table audit_roots;
drop table audit_chains;
drop table audit_links;
drop table audit_pending;
drop table audit_readings;
drop table audit_events;
