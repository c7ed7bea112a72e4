-- What the ledger knows about identities; follows from the certified blocks and can be dropped and rebuilt. document is
-- the record that the API shows, in its JSON; the other columns find it. Rows are never deleted, so sequence, which
-- counts registrations, is a stable cursor.
create table identity (
    sequence bigint primary key,
    id       text not null unique,
    status   text not null,
    document text not null
);

create index identity_by_status on identity (status, sequence);
