package dev.shieldwall.replica.store;

import java.util.regex.Pattern;

/**
 * The replica's schema in PostgreSQL.
 *
 * @param schema created when missing; lower-case letters, digits and underscores
 */
public record StoreSettings(String jdbcUrl, String user, String password, String schema) {

    private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public StoreSettings {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("not a schema name: " + schema);
        }
    }

    @Override
    public String toString() {
        return "StoreSettings[" + jdbcUrl + ", schema=" + schema + "]";
    }
}
