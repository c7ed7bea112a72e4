package dev.shieldwall.service.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The OpenAPI document of a service: model types as they are sent, signed commands, bearer tokens for reads. */
@AutoConfiguration(before = SpringDocConfiguration.class)
public class OpenApiAutoConfiguration {

    /** Version of the API, which is not the version of the build: snapshots change when the API does. */
    private static final String API_VERSION = "v1";

    @Bean
    @ConditionalOnMissingBean
    OpenAPI openApi(@Value("${spring.application.name:shieldwall}") String name) {
        return new OpenAPI()
                // Relative to where the document was read: the gateway's origin when it came through the gateway.
                .servers(List.of(new Server().url("/")))
                .info(new Info().title("Shieldwall " + name).version(API_VERSION))
                .components(new Components().addSecuritySchemes(
                        SignedCommandOperations.BEARER,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description("./shieldwall token prints one")));
    }

    @Bean
    ModelSchemas modelSchemas() {
        return new ModelSchemas();
    }

    @Bean
    SignedCommandOperations signedCommandOperations() {
        return new SignedCommandOperations();
    }
}
