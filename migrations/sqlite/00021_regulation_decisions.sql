-- +goose Up
-- +goose StatementBegin
create trigger delegations_one_scope_insert before insert on delegation_fields
begin
    select raise(abort, 'delegations_one_scope')
    from delegation_fields d
    where d.from_post = new.from_post and d.field_code = new.field_code
      and (new.ends_on is null or d.starts_on < new.ends_on)
      and (d.ends_on is null or new.starts_on < d.ends_on);
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger delegations_one_scope_update before update on delegation_fields
begin
    select raise(abort, 'delegations_one_scope')
    from delegation_fields d
    where d.delegation_id <> new.delegation_id and d.from_post = new.from_post and d.field_code = new.field_code
      and (new.ends_on is null or d.starts_on < new.ends_on)
      and (d.ends_on is null or new.starts_on < d.ends_on);
end;
-- +goose StatementEnd

-- Routing's answers as they were given, with the persons of that day.
create table routing_decisions (
    id             uuid primary key,
    organ_id       uuid not null,
    delivery_id    uuid not null,
    version_id     uuid,
    day            date not null,
    cause          text not null,
    facts_revision integer not null,
    facts          text not null,
    decision       text not null,
    leader         text not null,
    handler        text not null,
    made_by        uuid,
    made_at        datetime not null
);
create index routing_decisions_delivery on routing_decisions (delivery_id, id);
-- +goose StatementBegin
create trigger routing_decisions_no_update before update on routing_decisions
begin select raise(abort, 'routing_decisions is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger routing_decisions_no_delete before delete on routing_decisions
begin select raise(abort, 'routing_decisions is append-only'); end;
-- +goose StatementEnd

-- +goose Down
drop table routing_decisions;
drop trigger delegations_one_scope_update;
drop trigger delegations_one_scope_insert;
