-- +goose Up
create table delivery_events (
    id          text primary key,
    delivery_id text not null,
    organ_id    text not null,
    code        text not null,
    at          datetime not null,
    person_id   text,
    post_id     text,
    capacity    text not null default '',
    detail      text not null default ''
);
create index delivery_events_delivery on delivery_events (delivery_id, id);
-- +goose StatementBegin
create trigger delivery_events_no_update before update on delivery_events
begin select raise(abort, 'delivery_events is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger delivery_events_no_delete before delete on delivery_events
begin select raise(abort, 'delivery_events is append-only'); end;
-- +goose StatementEnd

-- +goose Down
drop table delivery_events;
