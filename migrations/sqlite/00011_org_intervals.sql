-- +goose Up
-- A leading post has at most one holder a day.
-- +goose StatementBegin
create trigger appointments_one_holder_insert before insert on appointments when new.leading
begin
    select raise(abort, 'appointments_one_holder')
    from appointments a
    where a.post_id = new.post_id and a.leading
      and (new.ends_on is null or a.starts_on < new.ends_on)
      and (a.ends_on is null or new.starts_on < a.ends_on);
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger appointments_one_holder_update before update on appointments when new.leading
begin
    select raise(abort, 'appointments_one_holder')
    from appointments a
    where a.id <> new.id and a.post_id = new.post_id and a.leading
      and (new.ends_on is null or a.starts_on < new.ends_on)
      and (a.ends_on is null or new.starts_on < a.ends_on);
end;
-- +goose StatementEnd

-- +goose Down
drop trigger appointments_one_holder_update;
drop trigger appointments_one_holder_insert;
