-- +goose Up
-- Which clauses named the leader of a decision, by identifier with spaces between, so that they are counted without opening the decisions; and why
-- somebody decided against the regulation.
alter table routing_decisions add column won text not null default '';
alter table routing_decisions add column reason text not null default '';
create index routing_decisions_organ on routing_decisions (organ_id, made_at);

-- Somebody gave a paper otherwise than the regulation does, or gave it back: who, when, from whom, to whom, why.
create table overrules (
    id           uuid primary key,
    organ_id     uuid not null references organs (id),
    delivery_id  uuid not null references deliveries (id),
    kind         text not null check (kind in ('given', 'taken', 'ruled', 'distributed', 'returned')),
    overruled_id uuid not null,
    decision_id  uuid,
    version_id   uuid references regulation_versions (id),
    field_code   text not null default '',
    area_code    text not null default '',
    from_post    uuid references posts (id),
    to_post      uuid references posts (id),
    reason       text not null check (length(reason) > 0),
    person_id    uuid not null references people (id),
    post_id      uuid not null references posts (id),
    capacity     text not null,
    made_at      timestamptz not null
);
create index overrules_organ on overrules (organ_id, made_at);
create index overrules_delivery on overrules (delivery_id);

-- The clauses that had named the leader, or between which a conflict stood, as they read then.
create table overruled_clauses (
    overrule_id uuid not null references overrules (id),
    organ_id    uuid not null references organs (id),
    clause_id   uuid not null,
    reference   text not null,
    primary key (overrule_id, clause_id)
);
create index overruled_clauses_clause on overruled_clauses (organ_id, clause_id);

-- After the first endorsement clerk and distributor propose another field; the leader accepts with one tap or declines.
create table field_proposals (
    id          uuid primary key,
    organ_id    uuid not null references organs (id),
    delivery_id uuid not null references deliveries (id),
    field_code  text not null,
    reason      text not null check (length(reason) > 0),
    state       text not null check (state in ('open', 'accepted', 'declined', 'dropped')),
    person_id   uuid not null references people (id),
    post_id     uuid not null references posts (id),
    made_at     timestamptz not null,
    answer      text not null default '',
    answered_by uuid references people (id),
    answered_at timestamptz,
    check ((state = 'open') = (answered_at is null))
);
create index field_proposals_delivery on field_proposals (delivery_id);
create unique index field_proposals_open on field_proposals (delivery_id) where state = 'open';

-- +goose Down
drop table field_proposals;
drop table overruled_clauses;
drop table overrules;
drop index routing_decisions_organ;
alter table routing_decisions drop column reason;
alter table routing_decisions drop column won;
