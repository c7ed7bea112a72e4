package dev.shieldwall.gateway.route;

import static org.springframework.web.servlet.function.RequestPredicates.method;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The whole table of what the gateway forwards. A path that is not in it is not found; nothing is forwarded openly. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UpstreamProperties.class)
class Routes {

    /** Failures in a row, out of as many calls, after which an upstream is left alone. */
    private static final int FAILURES = 5;

    private static final RequestPredicate READ = method(HttpMethod.GET);
    private static final RequestPredicate WRITE = method(HttpMethod.POST);

    @Bean
    RouterFunction<ServerResponse> services(UpstreamProperties upstreams) {
        UpstreamProperties.Services services = upstreams.services();
        return service(upstreams, "identity", services.identity(), paths("/v1/identities"))
                .and(service(upstreams, "capability", services.capability(),
                        paths("/v1/capabilities").or(paths("/v1/authorizations"))))
                .and(service(upstreams, "session", services.session(), paths("/v1/sessions")))
                .and(service(upstreams, "audit", services.audit(), path("/v1/audit/**")));
    }

    @Bean
    RouterFunction<ServerResponse> replicas(UpstreamProperties upstreams) {
        var replicas = new ArrayList<Upstream>();
        for (int i = 0; i < upstreams.replicas().size(); i++) {
            replicas.add(upstream(upstreams, "replica-" + i, upstreams.replicas().get(i)));
        }
        var handler = new ReplicaHandler(new Forwarder(), replicas);
        RequestPredicate writes = WRITE.and(path("/v1/commands"));
        RequestPredicate reads = READ.and(path("/v1/decisions/{commandId}")
                .or(path("/v1/blocks/{height}"))
                .or(path("/v1/consensus/status"))
                .or(path("/v1/replica-set")));
        return RouterFunctions.route(writes.or(reads), handler)
                .and(docs("consensus", handler));
    }

    /** Upstreams speak HTTP/1.1; without this every new connection asks for an upgrade that nobody grants. */
    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> plainHttp() {
        return builder -> builder.withHttpClientCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1));
    }

    private static RequestPredicate paths(String resource) {
        return path(resource).or(path(resource + "/**"));
    }

    private static RouterFunction<ServerResponse> service(
            UpstreamProperties upstreams, String name, URI base, RequestPredicate paths) {
        var handler = new ServiceHandler(new Forwarder(), upstream(upstreams, name, base));
        return RouterFunctions.route(paths, handler).and(docs(name, handler));
    }

    /** The OpenAPI document of one component, under a path of its own so that one Swagger UI can list them all. */
    private static RouterFunction<ServerResponse> docs(String name, HandlerFunction<ServerResponse> handler) {
        return RouterFunctions.route(READ.and(path("/docs/" + name + "/v3/api-docs")),
                request -> handler.handle(BeforeFilterFunctions.stripPrefix(2).apply(request)));
    }

    private static Upstream upstream(UpstreamProperties upstreams, String name, URI base) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(FAILURES)
                .minimumNumberOfCalls(FAILURES)
                .failureRateThreshold(100)
                .waitDurationInOpenState(upstreams.gateway().openFor())
                .permittedNumberOfCallsInHalfOpenState(1)
                .build();
        return new Upstream(name, base, CircuitBreaker.of(name, config));
    }
}
