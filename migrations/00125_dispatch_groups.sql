-- +goose Up
-- A named list of an organ's recipients (nhóm nơi nhận). Who left the list of recipients since stays a member and is not offered.
create table recipient_groups (
    id         uuid primary key,
    organ_id   uuid not null references organs (id),
    name       text not null check (length(name) between 1 and 120),
    created_at timestamptz not null,
    unique (organ_id, name)
);

create table recipient_group_members (
    group_id  uuid not null references recipient_groups (id),
    organ_id  uuid not null references organs (id),
    member_id uuid not null references organs (id),
    primary key (group_id, member_id)
);

-- +goose Down
drop table recipient_group_members;
drop table recipient_groups;
