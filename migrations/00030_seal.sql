-- +goose Up
-- Certificates of leaders and of organs' seals. The key itself stays with its provider: here is only the reference under which it is asked for.
create table certificates (
    id            uuid primary key,
    organ_id      uuid not null references organs (id),
    person_id     uuid references people (id),
    key_reference text not null,
    certificate   bytea not null,
    chain         jsonb not null,
    fingerprint   text not null,
    picture       bytea not null,
    not_before    timestamptz not null,
    not_after     timestamptz not null,
    enrolled_at   timestamptz not null,
    withdrawn_at  timestamptz,
    unique (organ_id, fingerprint)
);
create index certificates_person on certificates (person_id);

create table seals (
    id             uuid primary key,
    organ_id       uuid not null unique references organs (id),
    name           text not null,
    certificate_id uuid not null references certificates (id),
    diameter_mm    double precision not null check (diameter_mm between 10 and 60)
);

-- Who keeps the seal, by which hand-over. A row ends when the next begins.
create table seal_custody (
    id        uuid primary key,
    seal_id   uuid not null references seals (id),
    person_id uuid not null references people (id),
    starts_on date not null,
    basis     text not null,
    recorded_at timestamptz not null,
    unique (seal_id, starts_on)
);

-- Authorities that are trusted, each pinned by its fingerprint; the version of the list is how many changes it has seen.
create table trust_anchors (
    fingerprint text primary key,
    certificate bytea not null,
    development boolean not null,
    added_at    timestamptz not null,
    removed_at  timestamptz
);

-- What was found about signatures, with the certificates and revocation data that the verdict rests on (Thông tư 15/2025/TT-BKHCN).
create table signature_reports (
    id          uuid primary key,
    document_id uuid not null,
    sha256      text not null,
    verdict     text not null,
    trust       text not null,
    report      jsonb not null,
    made_at     timestamptz not null
);
create index signature_reports_document on signature_reports (document_id, made_at);

-- +goose Down
drop table signature_reports;
drop table trust_anchors;
drop table seal_custody;
drop table seals;
drop table certificates;
