-- A key that another issuer made and that a customer goes on using: only its hash is kept.
alter table api_keys add column key_hash @BYTES@;
create unique index api_keys_by_hash on api_keys (key_hash);
