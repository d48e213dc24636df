-- +goose Up
-- What has arrived and was not taken in: few among all, and asked for by who watches over the whole.
create index deliveries_unreceived on deliveries (arrived_at) where state = '01';

-- +goose Down
drop index deliveries_unreceived;
