-- The dump goes to stdout; what rows.sql, appended to this, says of the very same snapshot goes to stderr.
begin isolation level repeatable read read only;
select pg_export_snapshot() as snapshot \gset
\setenv SNAPSHOT :snapshot
\! pg_dump --username soroka --dbname soroka --format custom --compress 1 --snapshot "$SNAPSHOT"
\o |cat >&2
