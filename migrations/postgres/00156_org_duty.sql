-- +goose Up
-- A day has one person of each rank on duty.
alter table duties add constraint duties_one_of_rank
    exclude using gist (organ_id with =, rank with =, daterange(starts_on, ends_on) with &&);

-- Nobody is appointed twice to a post for the same day.
alter table appointments add constraint appointments_once
    exclude using gist (post_id with =, person_id with =, daterange(starts_on, ends_on) with &&);

create trigger organ_gains after insert on duties referencing new table as changed
    for each statement execute function organ_changed();
create trigger organ_changes after update on duties referencing new table as changed
    for each statement execute function organ_changed();
create trigger organ_loses after delete on duties referencing old table as changed
    for each statement execute function organ_changed();

-- +goose Down
drop trigger organ_loses on duties;
drop trigger organ_changes on duties;
drop trigger organ_gains on duties;
alter table appointments drop constraint appointments_once;
alter table duties drop constraint duties_one_of_rank;
