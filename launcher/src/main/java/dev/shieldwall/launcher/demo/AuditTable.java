package dev.shieldwall.launcher.demo;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.PrivateFile;
import dev.shieldwall.launcher.postgres.PostgresCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Somebody with the password of the audit database, up to no good. */
public final class AuditTable {

    private static final String ROLE = "audit";

    private final DataFolder data;

    AuditTable(DataFolder data) {
        this.data = data;
    }

    /** Overwrites the action of one entry; the answer is what stood there, nothing if there is no such entry. */
    @Nullable String changeAction(long index, String action) throws IOException {
        try (Connection connection = connect()) {
            String before = read(connection, index);
            try (PreparedStatement update =
                    connection.prepareStatement("update audit.entry set action = ? where index = ?")) {
                update.setString(1, action);
                update.setLong(2, index);
                update.executeUpdate();
            }
            return before;
        } catch (SQLException e) {
            throw new IOException("the audit table cannot be changed: " + e.getMessage(), e);
        }
    }

    private static @Nullable String read(Connection connection, long index) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select action from audit.entry where index = ?")) {
            select.setLong(1, index);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private Connection connect() throws SQLException, IOException {
        var properties = new Properties();
        properties.setProperty("user", ROLE);
        properties.setProperty("password", PrivateFile.read(data.databasePassword(ROLE)));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + data.ports().postgres() + "/" + PostgresCluster.DATABASE, properties);
    }
}
