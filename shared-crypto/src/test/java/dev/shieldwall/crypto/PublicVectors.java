package dev.shieldwall.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of Wycheproof and others, which lie beside the project, not in it. A test that does not find them is reported
 * as skipped, with the place where they were looked for; with {@code -Dshieldwall.vectors=required} it fails.
 */
public final class PublicVectors {

    private static final Path VECTORS = Path.of("../../shared/vectors");

    private PublicVectors() {}

    /** A file of Wycheproof's. */
    public static JsonNode wycheproof(String file) {
        return read("wycheproof/" + file);
    }

    public static JsonNode read(String file) {
        return read(VECTORS.resolve(file), "required".equals(System.getProperty("shieldwall.vectors")));
    }

    static JsonNode read(Path path, boolean required) {
        if (!Files.isReadable(path)) {
            String absent = "public vectors are not at " + path.toAbsolutePath().normalize();
            assertThat(required).as(absent).isFalse();
            abort(absent);
        }
        return JsonMapper.shared().readTree(path);
    }

    /** Every case of a file of Wycheproof's, with its group. */
    public static void forEach(String file, BiConsumer<JsonNode, JsonNode> check) {
        for (JsonNode group : wycheproof(file).get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                check.accept(group, test);
            }
        }
    }

    public static byte[] hex(JsonNode test, String field) {
        return hex(test.get(field));
    }

    public static byte[] hex(JsonNode field) {
        return HexFormat.of().parseHex(field.asString());
    }

    public static boolean valid(JsonNode test) {
        return test.get("result").asString().equals("valid");
    }

    public static String label(JsonNode test) {
        return "tcId " + test.get("tcId") + " " + test.get("comment");
    }
}
