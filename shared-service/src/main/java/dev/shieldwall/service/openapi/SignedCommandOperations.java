package dev.shieldwall.service.openapi;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Says of every write that it takes a signed command and answers with a receipt, and of every read what it needs. */
final class SignedCommandOperations implements GlobalOpenApiCustomizer {

    static final String BEARER = "bearer";
    /** Open to all and no read of the ledger. */
    private static final String HEALTH = "/v1/health";
    private static final String PROBLEM_REF = "#/components/schemas/Problem";
    private static final Map<String, String> WRITE_PROBLEMS = Map.of(
            "400", "Not a signed command, or not one that this endpoint takes",
            "409", "The command id is used by other bytes",
            "413", "Longer than a command may be",
            "415", "A write is a signed command, application/jose",
            "422", "The replicas do not admit the command",
            "429", "Too many requests; see Retry-After",
            "503", "No decision in time: outcome UNKNOWN, never a denial; send the same command again");
    private static final Map<String, String> READ_PROBLEMS = Map.of(
            "400", "A parameter or header is malformed",
            "401", "A valid bearer token is needed",
            "503", "The read model has not reached the height asked for, or the database is away; see Retry-After");

    @Override
    public void customise(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(new Components());
        }
        ModelConverters.getInstance(true).readAll(Problem.class).forEach(api.getComponents()::addSchemas);
        if (api.getPaths() == null) {
            return;
        }
        api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
            if (!path.startsWith("/v1/") || path.equals(HEALTH)) {
                return;
            }
            switch (method) {
                case GET -> describeRead(operation);
                case POST, PUT, DELETE, PATCH -> describeWrite(operation);
                case HEAD, OPTIONS, TRACE -> {}
            }
        }));
    }

    private static void describeWrite(Operation operation) {
        Schema<?> jws = new StringSchema()
                .description("Compact JWS of a command; ./shieldwall sign makes one")
                .pattern("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$");
        operation.setRequestBody(new RequestBody()
                .required(true)
                .content(new Content().addMediaType(Wire.JOSE, new MediaType().schema(jws))));
        ApiResponses responses = responses(operation);
        ApiResponse decided = responses.get("200");
        if (decided != null) {
            decided.setDescription("Decided, granted or not: the receipt");
            renameToReceipt(decided);
            decided.addHeaderObject(Wire.HEIGHT, height("Height of the block that holds the decision"));
        }
        WRITE_PROBLEMS.forEach((status, text) -> responses.putIfAbsent(status, problem(text)));
    }

    private static void renameToReceipt(ApiResponse decided) {
        MediaType json = decided.getContent() == null ? null : decided.getContent().remove(Wire.JSON);
        if (json != null) {
            decided.getContent().addMediaType(Wire.RECEIPT, json);
        }
    }

    private static void describeRead(Operation operation) {
        operation.addSecurityItem(new SecurityRequirement().addList(BEARER));
        operation.addParametersItem(new HeaderParameter()
                .name(Wire.MIN_HEIGHT)
                .required(false)
                .schema(new IntegerSchema().format("int64"))
                .description("Wait until the read model reflects this height"));
        ApiResponses responses = responses(operation);
        ApiResponse found = responses.get("200");
        if (found != null) {
            found.addHeaderObject(Wire.HEIGHT, height("Height that the answer reflects at least"));
        }
        READ_PROBLEMS.forEach((status, text) -> responses.putIfAbsent(status, problem(text)));
    }

    private static ApiResponses responses(Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(new ApiResponses());
        }
        return operation.getResponses();
    }

    private static Header height(String text) {
        return new Header().description(text).schema(new IntegerSchema().format("int64"));
    }

    private static ApiResponse problem(String text) {
        Schema<?> reference = new Schema<>().$ref(PROBLEM_REF);
        return new ApiResponse()
                .description(text)
                .content(new Content().addMediaType(Wire.PROBLEM, new MediaType().schema(reference)));
    }
}
