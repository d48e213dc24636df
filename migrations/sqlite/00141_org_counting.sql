-- +goose Up
-- +goose StatementBegin
create trigger organ_gains_departments after insert on departments
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_changes_departments after update on departments
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_loses_departments after delete on departments
begin update organs set revision = revision + 1 where id = old.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_gains_posts after insert on posts
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_changes_posts after update on posts
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_loses_posts after delete on posts
begin update organs set revision = revision + 1 where id = old.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_gains_appointments after insert on appointments
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_changes_appointments after update on appointments
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_loses_appointments after delete on appointments
begin update organs set revision = revision + 1 where id = old.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_gains_absences after insert on absences
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_changes_absences after update on absences
begin update organs set revision = revision + 1 where id = new.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_loses_absences after delete on absences
begin update organs set revision = revision + 1 where id = old.organ_id; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_gains_areas after insert on areas
begin update organs set revision = revision + 1 where locality_code = new.locality_code; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_changes_areas after update on areas
begin update organs set revision = revision + 1 where locality_code = new.locality_code; end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger organ_loses_areas after delete on areas
begin update organs set revision = revision + 1 where locality_code = old.locality_code; end;
-- +goose StatementEnd

-- +goose Down
drop trigger organ_gains_departments;
drop trigger organ_changes_departments;
drop trigger organ_loses_departments;
drop trigger organ_gains_posts;
drop trigger organ_changes_posts;
drop trigger organ_loses_posts;
drop trigger organ_gains_appointments;
drop trigger organ_changes_appointments;
drop trigger organ_loses_appointments;
drop trigger organ_gains_absences;
drop trigger organ_changes_absences;
drop trigger organ_loses_absences;
drop trigger organ_gains_areas;
drop trigger organ_changes_areas;
drop trigger organ_loses_areas;
