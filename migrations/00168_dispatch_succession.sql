-- +goose Up
-- Open work of an organ that is no more goes on in its successor as a delivery of its own: the old row stays as it was and names the one that
-- went on from it, which names the first that it goes on from.
alter table deliveries add column succeeded_by uuid references deliveries (id);
alter table deliveries add column succeeds uuid references deliveries (id);

-- +goose Down
alter table deliveries drop column succeeds;
alter table deliveries drop column succeeded_by;
