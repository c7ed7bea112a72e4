create table thing (id text primary key, principal text not null, height bigint not null);
