-- +goose Up
create table registers (
    id             uuid primary key,
    organ_id       uuid not null references organs (id),
    direction      text not null check (direction in ('out', 'in')),
    period         text not null,
    series         text not null,
    next_number    integer not null default 1 check (next_number >= 1),
    opened_at      timestamptz not null,
    opening_reason text not null default '',
    unique (organ_id, direction, period, series)
);

-- Gap-free: every number below next_number has its row.
create table register_entries (
    id          uuid primary key,
    register_id uuid not null references registers (id),
    organ_id    uuid not null references organs (id),
    number      integer not null check (number >= 1),
    state       text not null check (state in ('used', 'void', 'reserved', 'returned')),
    document_id uuid references documents (id),
    delivery_id uuid,
    code        text not null,
    subject     text not null,
    entered_at  timestamptz not null,
    entered_by  uuid references people (id),
    reason      text not null default '',
    unique (register_id, number)
);
create index register_entries_organ on register_entries (organ_id, register_id, number);

-- +goose Down
drop table register_entries;
drop table registers;
