-- +goose Up
-- What an office calls a department and a post in its own lists: by it a list that is taken in again finds them.
alter table departments add column code text not null default '';
create unique index departments_code on departments (organ_id, code) where code <> '';
alter table posts add column code text not null default '';
create unique index posts_code on posts (organ_id, code) where code <> '';

-- +goose Down
drop index posts_code;
alter table posts drop column code;
drop index departments_code;
alter table departments drop column code;
