-- Every command adds a row here in every replica: block and row are written in one transaction and never deleted, so the
-- reference is checked for nothing, and what follows the id in the key only has to tell its decisions apart.
alter table command_decision
    drop constraint command_decision_height_fkey,
    drop constraint command_decision_pkey,
    add primary key (command_id, height, block_index);
