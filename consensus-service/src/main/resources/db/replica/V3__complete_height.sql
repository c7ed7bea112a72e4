-- Up to which height no block was missing when this was last noted, so that a start need not look at all of them. It lies
-- beside the blocks: an older copy of the database brings the older note with it.
create table complete_height (
    only_row boolean primary key default true check (only_row),
    height   bigint  not null
);
insert into complete_height (height) values (0);
