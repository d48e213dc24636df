-- +goose Up
-- Partitioned by time: identifiers are UUIDv7, whose order is that of time. One partition holds everything until the operator cuts years off.
create table delivery_events (
    id          uuid not null,
    delivery_id uuid not null,
    organ_id    uuid not null,
    code        text not null,
    at          timestamptz not null,
    person_id   uuid,
    post_id     uuid,
    capacity    text not null default '',
    detail      text not null default '',
    primary key (id)
) partition by range (id);
create table delivery_events_all partition of delivery_events default;
create index delivery_events_delivery on delivery_events (delivery_id, id);
-- +goose StatementBegin
create function refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name; end $$;
-- +goose StatementEnd
create trigger delivery_events_append_only before update or delete on delivery_events
    for each row execute function refuse_change();

-- +goose Down
drop table delivery_events;
drop function refuse_change();
