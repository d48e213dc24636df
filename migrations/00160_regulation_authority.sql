-- +goose Up
-- The head's written word by which a post signs what the regulation does not let it sign (NĐ 30/2020 Điều 13): one paper, or, without a paper,
-- TUQ. within a scope and up to a day.
create table signing_authorisations (
    id          uuid primary key,
    organ_id    uuid not null references organs (id),
    post_id     uuid not null references posts (id),
    document_id uuid references documents (id),
    number      text not null check (length(number) between 1 and 200),
    scope       jsonb not null,
    starts_on   date not null,
    ends_on     date check (ends_on is null or ends_on >= starts_on),
    created_by  uuid references people (id),
    created_at  timestamptz not null,
    check (document_id is not null or ends_on is not null)
);
create index signing_authorisations_organ on signing_authorisations (organ_id);
-- The head assigns a paper to one post at a time; another word of his takes its place.
create unique index signing_authorisations_paper on signing_authorisations (document_id) where ends_on is null;

-- In what right a paper was signed, and what that rested on, as it was on the day.
alter table documents add column signer_right text not null default '';
alter table documents add column signer_basis text not null default '';

-- +goose Down
alter table documents drop column signer_basis;
alter table documents drop column signer_right;
drop table signing_authorisations;
