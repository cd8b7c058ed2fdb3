-- The names, in the store, of all files that messages may show.
select encode(decode(translate(id, '-_', '+/') || '==', 'base64'), 'hex')
from files
where whole_at is not null and gone_at is null
order by 1;
