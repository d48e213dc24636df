-- +goose Up
-- Organs whose regulation in force the others of the same superior may copy and adapt.
create table regulation_models (
    organ_id   uuid primary key references organs (id),
    offered_by uuid references people (id),
    offered_at timestamptz not null
);

-- +goose Down
drop table regulation_models;
