package dev.shieldwall.service.problem;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells a database that is away, which passes, from code that fails, which does not. */
public final class DatabaseOutage {

    /** SQLSTATE classes: connection, out of resources, operator intervention, system error, transaction rollback. */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "58", "40");

    private DatabaseOutage() {}

    public static boolean causes(RuntimeException failure) {
        if (failure instanceof TransactionException) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean passing = switch (cause) {
                case DataAccessResourceFailureException _ -> true;
                case TransientDataAccessException _ -> true;
                case SQLTransientException _ -> true;
                case SQLException sql -> sql.getSQLState() != null && PASSING.contains(sql.getSQLState().substring(0, 2));
                case IOException _ -> true;
                default -> false;
            };
            if (passing) {
                return true;
            }
        }
        return false;
    }
}
