-- A released version is what VMs run under: it may be retired, nothing else.

create function vsi_type_version_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    raise exception 'versions of VSI types are not truncated' using errcode = '23514';
  end if;
  if old.state = 'draft' then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    raise exception 'version % of VSI type % is % and cannot be deleted',
      old.number, old.type_id, old.state using errcode = '23514';
  end if;
  if new.type_id <> old.type_id
      or new.number <> old.number
      or new.profile <> old.profile
      or new.groups <> old.groups
      or new.created_at <> old.created_at
      or new.created_by <> old.created_by
      or new.released_at is distinct from old.released_at
      or new.released_by is distinct from old.released_by
      or new.state = 'draft'
      or (old.state = 'retired' and new.state <> 'retired') then
    raise exception 'version % of VSI type % is % and cannot be changed',
      old.number, old.type_id, old.state using errcode = '23514';
  end if;
  return new;
end
$$;

create trigger vsi_type_version_stays before update or delete on vsi_type_version
  for each row execute function vsi_type_version_stays();
create trigger vsi_type_version_not_truncated before truncate on vsi_type_version
  for each statement execute function vsi_type_version_stays();
