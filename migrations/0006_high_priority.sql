-- Checks of high priority that are under way are capped for each tenant and country.
alter table checks add column high bigint;
create index checks_high on checks (client_id, country)
 where high = 1 and deleted_at is null and status not in ('completed', 'error');
