-- +goose Up
-- A register of an organ that is no more gives no number again.
alter table registers add column closed_at timestamptz;
alter table registers add column closing_reason text not null default '';

-- +goose Down
alter table registers drop column closing_reason;
alter table registers drop column closed_at;
