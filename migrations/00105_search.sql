-- +goose Up
-- An index of the documents: one on each search server, or the embedded one. A rebuild is under way until rebuild_until, which it moves on.
create table search_indexes (
    name          text primary key,
    complete      boolean not null,
    wanted        boolean not null,
    rebuild_token uuid,
    rebuild_until timestamptz
);

-- What an index was not brought yet: it did not answer, or a rebuild had read the document already.
create table search_behind (
    index_name  text not null references search_indexes (name) on delete cascade,
    document_id uuid not null,
    changes     integer not null,
    since       timestamptz not null,
    primary key (index_name, document_id)
);

-- +goose Down
drop table search_behind;
drop table search_indexes;
