-- +goose Up
-- The document that adopts a version, where it is in the system: one of the organ's own, or one that was delivered to it. Documents are made by a later
-- migration than versions and belong to a later room, so nothing refers to them here.
alter table regulation_versions add column document_id uuid;

-- +goose Down
alter table regulation_versions drop column document_id;
