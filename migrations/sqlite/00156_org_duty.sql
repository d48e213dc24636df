-- +goose Up
-- A day has one person of each rank on duty.
-- +goose StatementBegin
create trigger duties_one_of_rank_insert before insert on duties
begin
    select raise(abort, 'duties_one_of_rank')
    from duties a
    where a.organ_id = new.organ_id and a.rank = new.rank and a.starts_on < new.ends_on and new.starts_on < a.ends_on;
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger duties_one_of_rank_update before update on duties
begin
    select raise(abort, 'duties_one_of_rank')
    from duties a
    where a.id <> new.id and a.organ_id = new.organ_id and a.rank = new.rank and a.starts_on < new.ends_on and new.starts_on < a.ends_on;
end;
-- +goose StatementEnd
-- Nobody is appointed twice to a post for the same day.
-- +goose StatementBegin
create trigger appointments_once_insert before insert on appointments
begin
    select raise(abort, 'appointments_once')
    from appointments a
    where a.post_id = new.post_id and a.person_id = new.person_id
      and (new.ends_on is null or a.starts_on < new.ends_on)
      and (a.ends_on is null or new.starts_on < a.ends_on);
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger appointments_once_update before update on appointments
begin
    select raise(abort, 'appointments_once')
    from appointments a
    where a.id <> new.id and a.post_id = new.post_id and a.person_id = new.person_id
      and (new.ends_on is null or a.starts_on < new.ends_on)
      and (a.ends_on is null or new.starts_on < a.ends_on);
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_gains_duties after insert on duties
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_changes_duties after update on duties
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_loses_duties after delete on duties
begin update organs set revision = revision + 1 where id = old.organ_id; end;
-- +goose StatementEnd

-- +goose Down
drop trigger organ_loses_duties;
drop trigger organ_changes_duties;
drop trigger organ_gains_duties;
drop trigger appointments_once_update;
drop trigger appointments_once_insert;
drop trigger duties_one_of_rank_update;
drop trigger duties_one_of_rank_insert;
