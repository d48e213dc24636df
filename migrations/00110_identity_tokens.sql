-- +goose Up
-- What other systems sign in with. hash is the SHA-256 of the token, which is shown once and kept nowhere; hint is its end, to tell tokens apart.
-- scopes are separated by spaces. A token acts as its account, in its organ only.
create table api_tokens (
    id           uuid primary key,
    account_id   uuid not null references accounts (id),
    organ_id     uuid not null,
    name         text not null,
    scopes       text not null,
    hash         text not null unique,
    hint         text not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   uuid references accounts (id)
);
create index api_tokens_account on api_tokens (account_id, created_at);
create index api_tokens_organ on api_tokens (organ_id, created_at);

-- Requests that must not happen twice, each by the key that the caller chose: what was asked (request, a hash), and what was answered. status is
-- null while the first one runs.
create table api_requests (
    token_id    uuid not null references api_tokens (id),
    key         text not null,
    request     text not null,
    begun_at    timestamptz not null,
    status      integer,
    headers     text not null default '',
    body        bytea,
    primary key (token_id, key)
);
create index api_requests_begun on api_requests (begun_at);

-- +goose Down
drop table api_requests;
drop table api_tokens;
