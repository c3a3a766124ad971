-- Who did what, when, from where. Entries hold ids; a segment seals those that were written since
-- the one before; those with segment 0 are not sealed yet.

create table audit (
    id text @C@ primary key,
    client_id text @C@ not null,
    created_at bigint not null,
    who text not null,
    action text not null,
    object_id text @C@ not null,
    address text not null,
    request_id text not null,
    segment bigint not null default 0
);
create index audit_by_segment on audit (segment, created_at, id);
create index audit_by_tenant on audit (client_id, created_at, id);
create index audit_by_object on audit (client_id, object_id, created_at, id);

create table audit_segments (
    number bigint primary key,
    sealed_at bigint not null,
    entries bigint not null,
    previous @BYTES@ not null,
    digests @BYTES@ not null,
    hash @BYTES@ not null,
    signature @BYTES@ not null
);
