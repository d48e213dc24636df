-- +goose Up
-- A number that was used outside of the system: outside, with whom and of which day the paper is. words is what a search compares with.
alter table register_entries add column outside boolean not null default false;
alter table register_entries add column party text not null default '';
alter table register_entries add column dated date;
alter table register_entries add column marked_at timestamptz;
alter table register_entries add column marked_by uuid;
alter table register_entries add column words text not null default '';
update register_entries set words = lower(code || ' ' || subject);

-- +goose Down
alter table register_entries drop column words;
alter table register_entries drop column marked_by;
alter table register_entries drop column marked_at;
alter table register_entries drop column dated;
alter table register_entries drop column party;
alter table register_entries drop column outside;
