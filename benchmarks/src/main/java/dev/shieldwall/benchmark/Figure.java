package dev.shieldwall.benchmark;

import java.util.Locale;

/**
 * One measured value.
 *
 * @param name kept for good, for example authorize.critical.p50_ms
 * @param conditions what the value depends on
 */
record Figure(String name, double value, String unit, String conditions) {

    String toJson() {
        return "{\"name\":\"%s\",\"value\":%s,\"unit\":\"%s\",\"conditions\":\"%s\"}"
                .formatted(name, number(), unit, conditions.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    String toRow() {
        return "%-32s %12s %-8s %s".formatted(name, number(), unit, conditions);
    }

    private String number() {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
