-- For a copy of a database, before anybody uses it. The devices find out by a new era that the server's memory is another
-- one, and offer again what it may have forgotten (R9).
truncate server_era;
-- Ids of transactions begin anew in another PostgreSQL (R12): what changed "in the future" would be sent to everybody, at
-- every connection, until that comes.
do $$
declare
  col record;
begin
  for col in
    select a.attrelid::regclass as "table", quote_ident(a.attname) as name
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.atttypid = 'xid8'::regtype and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  loop
    execute format('update %1$s set %2$s = pg_current_xact_id() where %2$s > pg_current_xact_id()', col.table, col.name);
  end loop;
end
$$;
