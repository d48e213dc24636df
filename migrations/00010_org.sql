-- +goose Up
create table localities (
    code      text primary key,
    name      text not null,
    kind      text not null check (kind in ('xa', 'phuong', 'dac_khu', 'thanh_pho', 'tinh')),
    full_name text not null
);

create table organs (
    id            uuid primary key,
    locality_code text not null references localities (code),
    superior_id   uuid references organs (id),
    name          text not null,
    short_name    text not null,
    abbreviation  text not null,
    issuer_class  text not null,
    style         text not null default 'nd30' check (style in ('nd30', 'party')),
    place_name    text not null,
    way           text not null default 'leader' check (way in ('distributor', 'leader', 'leader_and_department')),
    created_at    timestamptz not null
);
create index organs_locality on organs (locality_code);
create index organs_superior on organs (superior_id);

create table organ_identifiers (
    identifier text not null check (length(identifier) between 1 and 35),
    organ_id   uuid not null references organs (id),
    starts_on  date not null,
    ends_on    date,
    primary key (identifier, starts_on)
);

-- Valid papers of these senders register by themselves in this organ.
create table trusted_senders (
    organ_id  uuid not null references organs (id),
    sender_id uuid not null references organs (id),
    primary key (organ_id, sender_id)
);

create table departments (
    id           uuid primary key,
    organ_id     uuid not null references organs (id),
    name         text not null,
    abbreviation text not null,
    is_office    boolean not null default false,
    position     integer not null,
    unique (organ_id, name)
);

create table posts (
    id            uuid primary key,
    organ_id      uuid not null references organs (id),
    department_id uuid references departments (id),
    title         text not null,
    signs         text not null default '',
    role          text not null,
    "leading"     boolean not null,
    position      integer not null
);
create index posts_organ on posts (organ_id);

create table people (
    id       uuid primary key,
    organ_id uuid not null references organs (id),
    name     text not null
);
create index people_organ on people (organ_id);

create table appointments (
    id         uuid primary key,
    organ_id   uuid not null references organs (id),
    post_id    uuid not null references posts (id),
    person_id  uuid not null references people (id),
    kind       text not null check (kind in ('primary', 'concurrent', 'acting', 'in_charge')),
    "leading"  boolean not null,
    starts_on  date not null,
    ends_on    date check (ends_on is null or ends_on > starts_on),
    basis      text not null default ''
);
create index appointments_organ on appointments (organ_id);
create index appointments_person on appointments (person_id);

create table absences (
    id         uuid primary key,
    organ_id   uuid not null references organs (id),
    person_id  uuid not null references people (id),
    starts_on  date not null,
    ends_on    date check (ends_on is null or ends_on > starts_on),
    reason     text not null,
    created_at timestamptz not null
);
create index absences_organ on absences (organ_id);

create table areas (
    locality_code text not null references localities (code),
    code          text not null,
    name          text not null,
    primary key (locality_code, code)
);

-- +goose Down
drop table areas;
drop table absences;
drop table appointments;
drop table people;
drop table posts;
drop table departments;
drop table trusted_senders;
drop table organ_identifiers;
drop table organs;
drop table localities;
