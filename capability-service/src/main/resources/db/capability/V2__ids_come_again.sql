-- The ledger forgets a command id some minutes after its notAfter, and its principal may then use it again: one id has
-- several decisions in the log. A row that the table refuses would stop the projection for good.
alter table operation_decision drop constraint operation_decision_command_id_principal_key;

create index operation_decision_by_command on operation_decision (command_id, principal, sequence);
