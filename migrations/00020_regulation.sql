-- +goose Up
-- One dated version of an organ's assignment rules. A version has no end: in force on a day is the adopted one with the latest start.
create table regulation_versions (
    id             uuid primary key,
    organ_id       uuid not null references organs (id),
    title          text not null,
    state          text not null check (state in ('draft', 'adopted')),
    number         text not null default '',
    adopted_on     date,
    effective_from date,
    precedence     jsonb not null,
    substitutes    jsonb not null,
    deputy_id      uuid references posts (id),
    created_by     uuid,
    created_at     timestamptz not null,
    check (state = 'draft' or (number <> '' and adopted_on is not null and effective_from is not null))
);
-- Two versions never start on the same day.
create unique index regulation_versions_start on regulation_versions (organ_id, effective_from) where state = 'adopted';

-- A rule of a version. Its selectors are lists of codes; a selector that is left out admits every paper.
create table regulation_clauses (
    id            uuid primary key,
    version_id    uuid not null references regulation_versions (id),
    organ_id      uuid not null references organs (id),
    position      integer not null,
    reference     text not null,
    wording       text not null default '',
    slot          text not null check (slot in ('leader', 'department', 'officer', 'signer', 'co_leader', 'co_department', 'inform')),
    post_id       uuid references posts (id),
    department_id uuid references departments (id),
    selectors     jsonb not null,
    check ((post_id is null) <> (department_id is null))
);
create index regulation_clauses_version on regulation_clauses (version_id, position);

-- What a head hands over, by a document, from a day up to another or without end.
create table delegations (
    id         uuid primary key,
    organ_id   uuid not null references organs (id),
    from_post  uuid not null references posts (id),
    to_post    uuid not null references posts (id) check (to_post <> from_post),
    number     text not null,
    starts_on  date not null,
    ends_on    date check (ends_on is null or ends_on > starts_on),
    created_by uuid,
    created_at timestamptz not null
);
create index delegations_organ on delegations (organ_id);

-- The scope of a delegation: a row a field, or one row with '' for everything. Two delegations of a post may overlap in time only where one
-- is narrower, so the same field never stands twice on a day.
create table delegation_fields (
    delegation_id uuid not null references delegations (id),
    from_post     uuid not null references posts (id),
    field_code    text not null,
    starts_on     date not null,
    ends_on       date,
    primary key (delegation_id, field_code)
);
create index delegation_fields_post on delegation_fields (from_post, field_code);

-- +goose Down
drop table delegation_fields;
drop table delegations;
drop table regulation_clauses;
drop table regulation_versions;
