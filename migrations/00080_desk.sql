-- +goose Up
-- One row: a post has a paper on its desk, to do something with it or to know of it. Rows are closed, never deleted.
create table work (
    id           uuid primary key,
    organ_id     uuid not null references organs (id),
    document_id  uuid not null,
    delivery_id  uuid,
    post_id      uuid not null references posts (id),
    field_code   text not null default '',
    part         text not null check (part in ('draft', 'sign', 'seal', 'dispatch', 'distribute', 'receive', 'lead', 'handle', 'cooperate', 'inform')),
    state        text not null check (state in ('open', 'closed')),
    urgency_rank integer not null default 0,
    due_on       date,
    since        timestamptz not null,
    closed_at    timestamptz
);
create index work_open on work (post_id) where state = 'open';
create index work_delivery on work (delivery_id);
create index work_document on work (document_id, post_id);

create table endorsements (
    id          uuid primary key,
    organ_id    uuid not null references organs (id),
    delivery_id uuid not null,
    post_id     uuid not null references posts (id),
    person_id   uuid not null references people (id),
    capacity    text not null,
    text        text not null,
    created_at  timestamptz not null
);
create index endorsements_delivery on endorsements (delivery_id, created_at);

create table read_marks (
    person_id   uuid not null references people (id),
    document_id uuid not null,
    read_at     timestamptz not null,
    primary key (person_id, document_id)
);

-- +goose Down
drop table read_marks;
drop table endorsements;
drop table work;
