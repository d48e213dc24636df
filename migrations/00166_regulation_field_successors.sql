-- +goose Up
-- Nodes of the tree of fields that gave their matters to another: from that day a paper of the old field is decided as one of the new.
create table field_successors (
    code              text primary key,
    successor         text not null check (successor <> code),
    starts_on         date not null,
    reorganisation_id uuid not null references reorganisations (id)
);

-- +goose Down
drop table field_successors;
