-- What the ledger knows about capabilities and what it decided about operations; follows from the certified blocks and
-- can be dropped and rebuilt. document is the record that the API shows, in its JSON; the other columns find it. Rows
-- are never deleted, so sequence, which counts rows, is a stable cursor.
create table capability (
    sequence bigint  primary key,
    id       bytea   not null unique,
    holder   text    not null,
    revoked  boolean not null,
    document text    not null
);

create index capability_by_holder on capability (holder, sequence);

-- A command id is unique for one principal only.
create table operation_decision (
    sequence   bigint primary key,
    command_id bytea  not null,
    principal  text   not null,
    document   text   not null,
    unique (command_id, principal)
);

create index operation_decision_by_principal on operation_decision (principal, sequence);
