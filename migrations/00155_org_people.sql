-- +goose Up
-- A post or department that is closed stays for the record: what was decided under it still names it. Null: open.
alter table departments add column closed_on date;
alter table posts add column closed_on date;

-- The document by which an appointment was ended before its time; '' where its end was known from the start.
alter table appointments add column ended_by text not null default '';

-- Who entered an absence; null when the absent person did.
alter table absences add column entered_by uuid references people (id);

-- The duty roster (lịch trực): who answers when everybody else is away, the lower rank first.
create table duties (
    id         uuid primary key,
    organ_id   uuid not null references organs (id),
    person_id  uuid not null references people (id),
    rank       integer not null check (rank between 1 and 9),
    starts_on  date not null,
    ends_on    date not null check (ends_on > starts_on),
    note       text not null default '',
    created_at timestamptz not null
);
create index duties_organ on duties (organ_id, ends_on);

-- +goose Down
drop table duties;
alter table absences drop column entered_by;
alter table appointments drop column ended_by;
alter table posts drop column closed_on;
alter table departments drop column closed_on;
