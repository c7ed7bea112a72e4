-- A rebuildable index of what the write-ahead log holds: nothing here is believed without its certificate.
create table block (
    height       bigint      primary key check (height > 0),
    hash         bytea       not null check (octet_length(hash) = 32),
    header       bytea       not null,
    body         bytea       not null,
    results      bytea       not null,
    certificate  bytea       not null,
    committed_at timestamptz not null default now()
);

-- Signed commands and results are dense already; compressing them costs the commit path more than it saves.
alter table block alter column body set storage external;
alter table block alter column results set storage external;

-- An id may come again once the ledger has forgotten it, so the height is part of the key.
create table command_decision (
    command_id  bytea   not null,
    principal   text    not null,
    jws_hash    bytea   not null check (octet_length(jws_hash) = 32),
    height      bigint  not null references block (height),
    block_index integer not null check (block_index >= 0),
    primary key (command_id, principal, height, block_index)
);
