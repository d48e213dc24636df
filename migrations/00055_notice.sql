-- +goose Up
-- A notice is for whoever answers for a post, or for one person. key and arguments make its sentence in the reader's language.
create table notices (
    id        uuid primary key,
    organ_id  uuid not null,
    post_id   uuid,
    person_id uuid,
    key       text not null,
    arguments jsonb not null,
    object_id uuid not null,
    at        timestamptz not null,
    check ((post_id is null) <> (person_id is null))
);
create index notices_post on notices (post_id, id) where post_id is not null;
create index notices_person on notices (person_id, id) where person_id is not null;

-- seen_id is the last notice that the person has seen: identifiers are in the order of time.
create table notices_seen (
    person_id uuid primary key,
    seen_id   uuid not null
);

-- +goose Down
drop table notices_seen;
drop table notices;
