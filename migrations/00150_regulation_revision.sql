-- +goose Up
-- Counts the changes of a draft, so that of two who edit it at once the second is told instead of undoing what the first did.
alter table regulation_versions add column revision bigint not null default 1;

-- +goose Down
alter table regulation_versions drop column revision;
