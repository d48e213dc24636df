-- +goose Up
alter table delegation_fields add constraint delegations_one_scope
    exclude using gist (from_post with =, field_code with =, daterange(starts_on, ends_on) with &&);

-- Routing's answers as they were given, with the persons of that day. Partitioned by time: identifiers are UUIDv7, whose order is that of time.
create table routing_decisions (
    id             uuid not null,
    organ_id       uuid not null,
    delivery_id    uuid not null,
    version_id     uuid,
    day            date not null,
    cause          text not null,
    facts_revision integer not null,
    facts          jsonb not null,
    decision       jsonb not null,
    leader         jsonb not null,
    handler        jsonb not null,
    made_by        uuid,
    made_at        timestamptz not null,
    primary key (id)
) partition by range (id);
create table routing_decisions_all partition of routing_decisions default;
create index routing_decisions_delivery on routing_decisions (delivery_id, id);
-- +goose StatementBegin
create function routing_refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name; end $$;
-- +goose StatementEnd
create trigger routing_decisions_append_only before update or delete on routing_decisions
    for each row execute function routing_refuse_change();

-- +goose Down
drop table routing_decisions;
drop function routing_refuse_change();
alter table delegation_fields drop constraint delegations_one_scope;
