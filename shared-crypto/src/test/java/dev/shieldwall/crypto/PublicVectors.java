package dev.shieldwall.crypto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Wycheproof's files, which lie beside the project, not in it; a test that finds none is skipped. */
public final class PublicVectors {

    private static final Path VECTORS = Path.of("../../shared/vectors/wycheproof");

    private PublicVectors() {}

    /** Every case of a file, with its group. */
    public static void forEach(String file, BiConsumer<JsonNode, JsonNode> check) {
        Path path = VECTORS.resolve(file);
        assumeTrue(Files.isReadable(path), "public vectors are not at " + path.toAbsolutePath().normalize());
        for (JsonNode group : JsonMapper.shared().readTree(path).get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                check.accept(group, test);
            }
        }
    }

    public static byte[] hex(JsonNode test, String field) {
        return HexFormat.of().parseHex(test.get(field).asString());
    }

    public static boolean valid(JsonNode test) {
        return test.get("result").asString().equals("valid");
    }

    public static String label(JsonNode test) {
        return "tcId " + test.get("tcId") + " " + test.get("comment");
    }
}
