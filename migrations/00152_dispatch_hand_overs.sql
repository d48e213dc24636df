-- +goose Up
-- Open work that is handed over by the document that adopts a version of a regulation, on the version's first day: what an officer ticked, and what came
-- of it. A paper that was finished or moved meanwhile is left.
create table hand_overs (
    version_id  uuid not null references regulation_versions (id),
    delivery_id uuid not null references deliveries (id),
    organ_id    uuid not null references organs (id),
    day         date not null,
    ordered_by  uuid,
    ordered_at  timestamptz not null,
    outcome     text not null default 'waiting' check (outcome in ('waiting', 'done', 'left')),
    settled_at  timestamptz,
    primary key (version_id, delivery_id)
);
create index hand_overs_waiting on hand_overs (version_id) where outcome = 'waiting';
-- The papers that an organ took in within a period: a draft is tried on them.
create index deliveries_registered on deliveries (organ_id, registered_at);

-- +goose Down
drop index deliveries_registered;
drop table hand_overs;
