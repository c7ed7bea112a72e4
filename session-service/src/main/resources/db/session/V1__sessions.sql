-- What the ledger knows about sessions; follows from the certified blocks and can be dropped and rebuilt. document is
-- the record that the API shows, in its JSON; the other columns find it. Rows are never deleted, so sequence, which
-- counts sessions, is a stable cursor.
create table session (
    sequence  bigint primary key,
    id        bytea not null unique,
    principal text  not null,
    status    text  not null,
    document  text  not null
);

create index session_by_principal on session (principal, sequence);
create index session_by_status on session (status, sequence);
