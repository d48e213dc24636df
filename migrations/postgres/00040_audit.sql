-- +goose Up
-- Who did what, and who opened what. Both are partitioned by time: identifiers are UUIDv7, whose order is that of time. One partition holds
-- everything until the operator cuts years off.
create table audit_events (
    id         uuid not null,
    organ_id   uuid not null,
    at         timestamptz not null,
    account_id uuid not null,
    person_id  uuid not null,
    name       text not null,
    title      text not null,
    action     text not null,
    object_id  uuid not null,
    detail     text not null,
    primary key (id)
) partition by range (id);
create table audit_events_all partition of audit_events default;
create index audit_events_object on audit_events (object_id, id);
create table audit_readings (
    id         uuid not null,
    organ_id   uuid not null,
    at         timestamptz not null,
    account_id uuid not null,
    person_id  uuid not null,
    name       text not null,
    title      text not null,
    action     text not null,
    object_id  uuid not null,
    detail     text not null,
    primary key (id)
) partition by range (id);
create table audit_readings_all partition of audit_readings default;
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
create function audit_refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name; end $$;
-- +goose StatementEnd
create trigger audit_events_append_only before update or delete on audit_events for each row execute function audit_refuse_change();
create trigger audit_readings_append_only before update or delete on audit_readings for each row execute function audit_refuse_change();
create trigger audit_links_append_only before update or delete on audit_links for each row execute function audit_refuse_change();
create trigger audit_roots_append_only before update or delete on audit_roots for each row execute function audit_refuse_change();
create trigger audit_heads_append_only before update or delete on audit_heads for each row execute function audit_refuse_change();
create trigger audit_stamps_append_only before update or delete on audit_stamps for each row execute function audit_refuse_change();

-- +goose Down
drop table audit_stamps;
drop table audit_heads;
drop table audit_roots;
drop table audit_chains;
drop table audit_links;
drop table audit_pending;
drop table audit_readings;
drop table audit_events;
drop function audit_refuse_change();
