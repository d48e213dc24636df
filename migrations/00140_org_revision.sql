-- +goose Up
-- Counts the changes of an organ's departments, posts, appointments, absences and areas: who has read them once need not read them again
-- before it moves. The triggers of the next migration count.
alter table organs add column revision bigint not null default 0;

-- +goose Down
alter table organs drop column revision;
