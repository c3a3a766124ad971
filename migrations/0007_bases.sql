-- What checks rest on is the same for most of a tenant's: each is kept once, under its hash. Rows
-- from before keep theirs in `checks.basis`.
create table check_bases (
    client_id text @C@ not null,
    hash @BYTES@ not null,
    basis @JSON@ not null,
    primary key (client_id, hash)
);
alter table checks add column basis_hash @BYTES@;

-- An event's id follows from its object and action, so its primary key keeps it from happening twice.
drop index events_once;
