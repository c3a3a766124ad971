-- The first answer to a request with an Idempotency-Key, written in the transaction of its effect.
create table idempotency (
    client_id text @C@ not null,
    key_hash @BYTES@ not null,
    request_hash @BYTES@ not null,
    created_at bigint not null,
    object_id text @C@,
    sealed_answer @BYTES@,
    primary key (client_id, key_hash)
);
create index idempotency_by_age on idempotency (created_at);
create index idempotency_by_object on idempotency (client_id, object_id);
