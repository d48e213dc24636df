-- +goose Up
-- The first day on which an organ is no more; its rows stay, and what refers to it still resolves.
alter table organs add column closed_on date;

-- A change of organisation: the document that orders it, the day from which it holds, and how far it is.
create table reorganisations (
    id           uuid primary key,
    organ_id     uuid not null references organs (id),
    title        text not null check (length(title) between 1 and 300),
    number       text not null,
    dated        date not null,
    effective_on date not null,
    state        text not null check (state in ('draft', 'approved', 'running', 'done', 'withdrawn')),
    revision     integer not null default 1,
    created_by   uuid,
    created_at   timestamptz not null,
    approved_by  uuid,
    approved_at  timestamptz,
    started_at   timestamptz,
    done_at      timestamptz
);
create index reorganisations_organ on reorganisations (organ_id, id);
create index reorganisations_due on reorganisations (effective_on) where state in ('approved', 'running');

-- What takes the place of what: new_id is the successor; a row with names renames old_id and has no successor.
create table successions (
    id                uuid primary key,
    reorganisation_id uuid not null references reorganisations (id),
    organ_id          uuid not null references organs (id),
    position          integer not null,
    part              text not null check (part in ('organ', 'department', 'post', 'area', 'field')),
    old_id            text not null,
    new_id            text not null default '',
    scope             jsonb not null,
    names             jsonb not null
);
create index successions_reorganisation on successions (reorganisation_id, position);

-- The organs that an organ took the place of, those before them too. Of several heirs of one organ the main one answers for its identifiers.
create table organ_heirs (
    organ_id       uuid not null references organs (id),
    predecessor_id uuid not null references organs (id),
    main           boolean not null,
    since          date not null,
    primary key (organ_id, predecessor_id)
);
create index organ_heirs_predecessor on organ_heirs (predecessor_id);

-- What organs, departments and posts were called before.
create table former_names (
    id                uuid primary key,
    organ_id          uuid not null references organs (id),
    part              text not null check (part in ('organ', 'department', 'post')),
    owner_id          uuid not null,
    names             jsonb not null,
    until             date not null,
    reorganisation_id uuid not null references reorganisations (id),
    unique (owner_id, reorganisation_id)
);

-- What carrying a change out has done, one row a thing: which draft was made for whom, which rule could not be carried over, which paper went where.
create table reorganisation_outcomes (
    id                uuid primary key,
    reorganisation_id uuid not null references reorganisations (id),
    organ_id          uuid not null references organs (id),
    step              text not null,
    object_id         uuid,
    detail            jsonb not null,
    at                timestamptz not null
);
create index reorganisation_outcomes_step on reorganisation_outcomes (reorganisation_id, step, id);
create unique index reorganisation_outcomes_draft on reorganisation_outcomes (reorganisation_id, organ_id) where step = 'draft';

-- +goose Down
drop table reorganisation_outcomes;
drop table former_names;
drop table organ_heirs;
drop table successions;
drop table reorganisations;
alter table organs drop column closed_on;
