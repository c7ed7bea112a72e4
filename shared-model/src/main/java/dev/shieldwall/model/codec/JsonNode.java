package dev.shieldwall.model.codec;

import java.util.List;
import java.util.SortedMap;

/** A JSON value as the strict reader yields it. There is no null. */
sealed interface JsonNode {

    record Text(String value) implements JsonNode {}

    record Whole(long value) implements JsonNode {}

    record Flag(boolean value) implements JsonNode {}

    record Elements(List<JsonNode> values) implements JsonNode {}

    record Members(SortedMap<String, JsonNode> values) implements JsonNode {}
}
