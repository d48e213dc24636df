-- +goose Up
-- +goose StatementBegin
create function organ_changed() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'areas' then
        update organs set revision = revision + 1 where locality_code in (select locality_code from changed);
    else
        update organs set revision = revision + 1 where id in (select organ_id from changed);
    end if;
    return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
do $$
declare
    part text;
begin
    foreach part in array array['departments', 'posts', 'appointments', 'absences', 'areas'] loop
        execute format('create trigger organ_gains after insert on %I referencing new table as changed
            for each statement execute function organ_changed()', part);
        execute format('create trigger organ_changes after update on %I referencing new table as changed
            for each statement execute function organ_changed()', part);
        execute format('create trigger organ_loses after delete on %I referencing old table as changed
            for each statement execute function organ_changed()', part);
    end loop;
end $$;
-- +goose StatementEnd

-- +goose Down
drop function organ_changed() cascade;
