package dev.shieldwall.service.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares the OpenAPI document of a running service with {@code openapi/<name>.json}. A change of the API shows as a
 * change of that file; {@code mvn test -Dshieldwall.openapi.refresh=true} writes it anew.
 */
public final class OpenApiSnapshot {

    private static final String REFRESH = "shieldwall.openapi.refresh";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private OpenApiSnapshot() {}

    /** Fails when the document differs, unless it is to be refreshed. Runs in the folder of a module. */
    public static void check(RunningService service, String name) throws IOException, InterruptedException {
        check(service.get("/v3/api-docs").body(), name);
    }

    /** As above, of a document that was read already. */
    public static void check(String body, String name) throws IOException {
        // The order of members differs from start to start, so they are sorted here.
        String document = JSON.writeValueAsString(JSON.readValue(body, Object.class)) + "\n";
        Path snapshot = Path.of("..", "openapi", name + ".json");
        if (Boolean.getBoolean(REFRESH)) {
            Files.createDirectories(snapshot.getParent());
            Files.writeString(snapshot, document);
        }
        assertThat(snapshot).as("run with -D%s=true when the change is meant", REFRESH).exists();
        assertThat(document).as("run with -D%s=true when the change is meant", REFRESH)
                .isEqualTo(Files.readString(snapshot));
    }
}
