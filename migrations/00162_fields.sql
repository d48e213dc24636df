-- +goose Up
-- An organ's table from who issues a paper, its symbol or the procedure that it names to its field. A blank asks nothing; one of the three is said.
create table field_rows (
    id         uuid primary key,
    organ_id   uuid not null references organs (id),
    issuer     text not null default '',
    symbol     text not null default '',
    procedure  text not null default '',
    field_code text not null,
    created_by uuid references people (id),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    check (issuer <> '' or symbol <> '' or procedure <> '')
);
create unique index field_rows_selectors on field_rows (organ_id, issuer, symbol, procedure);

-- What was proposed for a registered paper and which field it has now, so that the table and its proposals can be judged and mended.
create table field_uses (
    delivery_id uuid primary key,
    organ_id    uuid not null references organs (id),
    issuer_id   uuid not null references organs (id),
    symbol      text not null,
    source      text not null check (source in ('sender', 'continues', 'procedure', 'table', 'words', 'nobody')),
    row_id      uuid, -- the line that spoke of the paper, whatever was proposed first …
    row_field   text not null default '', -- … and the field that it had then
    proposed    text not null default '',
    settled     text not null default '',
    settled_at  timestamptz not null
);
create index field_uses_organ on field_uses (organ_id, settled_at);
create index field_uses_row on field_uses (row_id);

-- +goose Down
drop table field_uses;
drop table field_rows;
