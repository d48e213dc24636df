-- +goose Up
-- person_id is a person of the organisation; accounts know no posts. name is in lower case and NFC. generation counts what ends all sessions.
create table accounts (
    id            uuid primary key,
    person_id     uuid not null unique,
    name          text not null unique,
    password_hash text not null,
    must_change   boolean not null,
    generation    integer not null default 1,
    locked_reason text not null default '',
    locked_at     timestamptz,
    signed_in_at  timestamptz,
    created_at    timestamptz not null
);

-- Tries to sign in under a name since the last that succeeded, whether or not there is such an account.
create table sign_in_tries (
    name       text primary key,
    tries      integer not null,
    last_at    timestamptz not null,
    not_before timestamptz not null
);

-- token is the SHA-256 of what the browser holds.
create table sessions (
    token      text primary key,
    data       bytea not null,
    expires_at timestamptz not null
);
create index sessions_expiry on sessions (expires_at);

-- +goose Down
drop table sessions;
drop table sign_in_tries;
drop table accounts;
