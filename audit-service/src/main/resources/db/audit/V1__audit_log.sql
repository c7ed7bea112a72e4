-- The log as this service shows it. Everything here follows from the certified blocks and can be dropped and rebuilt;
-- entry.leaf is what the replicas hashed, the columns beside it are for searching.
create table entry (
    index         bigint primary key,
    height        bigint not null,
    time_millis   bigint not null,
    command_id    bytea  not null,
    jws_hash      bytea  not null,
    action        text   not null,
    service_id    text   not null,
    capability    text,
    node_id       text   not null,
    consensus_id  text   not null,
    decision      text   not null,
    previous_hash bytea  not null,
    entry_hash    bytea  not null,
    merkle_root   bytea  not null,
    leaf          bytea  not null
);

create index entry_by_action on entry (action, index);
create index entry_by_service on entry (service_id, index);

-- Blocks that added entries. audit_size and audit_root repeat the header for queries.
create table block (
    height      bigint primary key,
    header      bytea  not null,
    certificate bytea  not null,
    first_index bigint not null,
    audit_size  bigint not null,
    audit_root  bytea  not null
);

create unique index block_by_size on block (audit_size);

-- Roots of full subtrees: level 1 covers 256 leaves, level 2 covers 256 of level 1, and so on.
create table subtree (
    level int    not null,
    index bigint not null,
    root  bytea  not null,
    primary key (level, index)
);

-- The newest certified header, whether its block added entries or not; the right edge of the tree at its size, and the
-- hash of the last leaf: what the next block is appended to.
create table head (
    only_row    boolean primary key default true check (only_row),
    header      bytea not null,
    certificate bytea not null,
    edge        bytea not null,
    last_hash   bytea not null
);
