package dev.shieldwall.service.security;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.model.genesis.Genesis;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * One filter chain for every service. Open to all: health, metrics, info, API documents, the secure channel, which asks
 * who is there by itself, and writes, which are signed commands. Reads under /v1 need a bearer token. Everything else is denied. No session, no cookie, hence no CSRF token.
 */
@AutoConfiguration(
        before = {
            ServletWebSecurityAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class,
            OAuth2ResourceServerWebSecurityAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        })
@EnableWebSecurity
public class EdgeSecurityAutoConfiguration {

    private static final String[] OPEN = {
        "/actuator/health/**", "/actuator/prometheus", "/actuator/info", "/v1/health", Wire.CHANNEL,
        "/v3/api-docs/**", "/docs/*/v3/api-docs/**", "/swagger-ui.html", "/swagger-ui/**", "/favicon.ico"
    };

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder readTokenDecoder(Genesis genesis) throws KeyRejectedException {
        return new GenesisTokenDecoder(genesis, Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain edge(HttpSecurity http) throws Exception {
        var problems = new SecurityProblems();
        return http
                .csrf(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {})
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.addHeaderWriter(new SecurityHeaders()))
                .addFilterBefore(new SignedWritesFilter(), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> rules(requests))
                .oauth2ResourceServer(server -> server
                        .jwt(jwt -> {})
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems))
                .exceptionHandling(handling -> handling
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems))
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD).permitAll();
        requests.requestMatchers(OPEN).permitAll();
        requests.requestMatchers(HttpMethod.GET, "/v1/**").hasAuthority("SCOPE_" + ReadToken.SCOPE_READ);
        // SignedWritesFilter has let only signed commands through to here.
        requests.requestMatchers(HttpMethod.POST, "/v1/**").permitAll();
        requests.requestMatchers(HttpMethod.PUT, "/v1/**").permitAll();
        requests.requestMatchers(HttpMethod.DELETE, "/v1/**").permitAll();
        requests.anyRequest().denyAll();
    }
}
