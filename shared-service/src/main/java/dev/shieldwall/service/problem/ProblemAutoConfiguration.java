package dev.shieldwall.service.problem;

import dev.shieldwall.model.genesis.Genesis;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** Problems for every error, and a bound for every body: the longest command that genesis admits. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@Import({ProblemAdvice.class, ProblemErrorController.class})
public class ProblemAutoConfiguration {

    /** Before security, so that not even an authenticated caller sends more. */
    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit(Genesis genesis) {
        var registration = new FilterRegistrationBean<>(new BodyLimitFilter(genesis.limits().commandBytes()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }
}
