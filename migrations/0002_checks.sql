-- Background checks. What tells about a person is in the sealed columns.

create table checks (
    id text @C@ primary key,
    client_id text @C@ not null references tenants (client_id),
    country text not null,
    type text not null,
    status text not null,
    report_id text @C@,
    previous_check text @C@,
    fingerprint @BYTES@ not null,
    subject @BYTES@ not null,
    key_version bigint not null,
    created_by text not null,
    created_at bigint not null,
    updated_at bigint not null,
    started_at bigint,
    deadline bigint not null,
    deleted_at bigint,
    basis @JSON@ not null,
    sealed_inputs @BYTES@ not null,
    sealed_result @BYTES@
);
create index checks_by_tenant on checks (client_id, created_at, id);
create index checks_by_status on checks (client_id, status, created_at, id);
create index checks_by_type on checks (client_id, type, created_at, id);
create index checks_by_report on checks (client_id, report_id, created_at, id);
create index checks_by_fingerprint on checks (client_id, fingerprint, created_at);
create index checks_by_subject on checks (client_id, subject, created_at);
