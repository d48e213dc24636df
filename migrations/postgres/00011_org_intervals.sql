-- +goose Up
-- A leading post has at most one holder a day.
create extension if not exists btree_gist;
alter table appointments add constraint appointments_one_holder
    exclude using gist (post_id with =, daterange(starts_on, ends_on) with &&) where ("leading");

-- +goose Down
alter table appointments drop constraint appointments_one_holder;
