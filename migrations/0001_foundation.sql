-- Tenants, keys, jobs, events and lists: what every slice stands on.
-- Times are microseconds since the epoch; ids are text that sorts by byte.

create table tenants (
    client_id text @C@ primary key,
    name text not null,
    status text not null,
    sealed_key @BYTES@ not null,
    sealed_index_key @BYTES@ not null,
    created_at bigint not null
);

create table api_keys (
    id text @C@ primary key,
    client_id text @C@ not null references tenants (client_id),
    key_name text not null,
    key_type text not null,
    version bigint not null,
    grants text not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint
);
create index api_keys_by_tenant on api_keys (client_id, created_at, id);

-- Secrets of the installation, each sealed by the master key.
create table secrets (
    name text @C@ primary key,
    sealed @BYTES@ not null
);

-- One key per object about a person. Deleting the row makes the object unreadable for good.
create table data_keys (
    client_id text @C@ not null,
    object_id text @C@ not null,
    sealed @BYTES@ not null,
    primary key (client_id, object_id)
);

create table jobs (
    id text @C@ primary key,
    kind text @C@ not null,
    client_id text @C@ not null,
    state text @C@ not null,
    priority bigint not null,
    run_at bigint not null,
    attempts bigint not null,
    max_attempts bigint not null,
    lease_until bigint,
    leased_by text,
    fence bigint not null,
    last_error text,
    unique_key text @C@,
    payload @JSON@ not null
);
create index jobs_due on jobs (state, priority, client_id, run_at, id);
create index jobs_leased on jobs (state, lease_until);
create index jobs_by_time on jobs (state, run_at);
create unique index jobs_unique on jobs (kind, unique_key);

create table events (
    id text @C@ primary key,
    client_id text @C@ not null,
    product text not null,
    event_type text not null,
    event_action text not null,
    object_id text @C@ not null,
    created_at bigint not null
);
create index events_by_tenant on events (client_id, created_at, id);
create unique index events_once on events (client_id, object_id, event_action);

create table list_versions (
    list text @C@ not null,
    version text @C@ not null,
    imported_at bigint not null,
    published text,
    current bigint not null,
    entries bigint not null,
    rows_read bigint not null,
    added bigint not null,
    changed bigint not null,
    gone bigint not null,
    rejected @JSON@ not null,
    content @BYTES@ not null,
    primary key (list, version)
);
create index list_versions_current on list_versions (current, list);
create unique index list_versions_one on list_versions (list) where current = 1;
