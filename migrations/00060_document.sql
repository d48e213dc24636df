-- +goose Up
create table documents (
    id             uuid primary key,
    organ_id       uuid not null references organs (id),
    version        integer not null default 1,
    state          text not null check (state in ('draft', 'submitted', 'signed', 'sealed', 'dispatched')),
    kind           text not null,
    subject        text not null check (length(subject) between 1 and 500),
    urgency        text not null check (urgency in ('thuong', 'khan', 'thuong_khan', 'hoa_toc')),
    confidential   boolean not null default false,
    trial          boolean not null default false,
    notation       text not null,
    number         integer,
    code           text,
    issued_on      date,
    drafter_post   uuid not null references posts (id),
    drafter_person uuid not null references people (id),
    signer_post    uuid references posts (id),
    signer_person  uuid references people (id),
    signer_name    text not null default '',
    signer_title   text not null default '',
    signature_place jsonb,
    frozen_sha256  text,
    returned_note  text not null default '',
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    check (state = 'draft' or signer_post is not null),
    check (state in ('draft', 'submitted') or (number is not null and code is not null and issued_on is not null)),
    check (state <> 'dispatched' or frozen_sha256 is not null)
);
create index documents_organ on documents (organ_id, state, updated_at);
create index documents_code on documents (organ_id, code);

-- Every version of every file that a document ever had; the newest main file is the document.
create table document_files (
    id          uuid primary key,
    document_id uuid not null references documents (id),
    role        text not null check (role in ('main', 'attachment')),
    step        text not null check (step in ('draft', 'signed', 'sealed')),
    name        text not null,
    media_type  text not null,
    size        bigint not null,
    sha256      text not null check (length(sha256) = 64),
    pages       integer not null default 0,
    created_at  timestamptz not null
);
create index document_files_document on document_files (document_id, role, created_at);

-- The text of the pages, for search. It belongs to the newest main file.
create table document_pages (
    document_id uuid not null references documents (id),
    page        integer not null,
    text        text not null,
    primary key (document_id, page)
);

create table document_fields (
    document_id uuid not null references documents (id),
    field_code  text not null,
    principal   boolean not null,
    primary key (document_id, field_code)
);
create unique index document_fields_principal on document_fields (document_id) where principal;

-- State secrets may not enter: what was refused, without subject or bytes.
create table refused_secrets (
    id          uuid primary key,
    organ_id    uuid not null references organs (id),
    person_id   uuid not null references people (id),
    refused_at  timestamptz not null,
    secrecy     text not null,
    issuer      text not null default '',
    code        text not null default ''
);

-- +goose Down
drop table refused_secrets;
drop table document_fields;
drop table document_pages;
drop table document_files;
drop table documents;
