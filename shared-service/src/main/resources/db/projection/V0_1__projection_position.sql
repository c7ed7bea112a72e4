-- Up to where this schema reflects the committed blocks. One row, written in the transaction of the block itself.
create table projection_position (
    only_row    boolean primary key default true check (only_row),
    chain_id    bytea   not null,
    height      bigint  not null,
    block_hash  bytea   not null,
    block_time  bigint  not null
);
