package dev.shieldwall.gateway.edge;

import dev.shieldwall.model.genesis.Genesis;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * The order at the edge: the address's budget, the size of the body, whether the path can exist, then Spring Security (order -100), then the budget
 * of the caller, who is known by then.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EdgeLimits.class)
class EdgeConfiguration {

    private static final int AFTER_SECURITY = 0;

    /**
     * Takes what a caller claims about its address, host or path out of every request: a claimed prefix would change
     * the path that is forwarded after it was checked. Stands before everything else.
     */
    @Bean
    FilterRegistrationBean<ForwardedHeaderFilter> noClaimsAboutTheOrigin() {
        var filter = new ForwardedHeaderFilter();
        filter.setRemoveOnly(true);
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<RateLimitFilter> addressLimit(EdgeLimits limits) {
        var budgets = new CallerBudgets(limits.perSecond() * limits.addressFactor(),
                limits.burst() * limits.addressFactor(), limits.maxCallers());
        return ordered(
                new RateLimitFilter(budgets, Caller::address, System::nanoTime), Ordered.HIGHEST_PRECEDENCE + 1);
    }

    @Bean
    FilterRegistrationBean<BodyBufferFilter> bodyBuffer(Genesis genesis) {
        var registration = new FilterRegistrationBean<>(new BodyBufferFilter(genesis.limits().commandBytes()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    @Bean
    FilterRegistrationBean<UnknownPathFilter> unknownPath() {
        var registration = new FilterRegistrationBean<>(new UnknownPathFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve()));
    }

    @Bean
    FilterRegistrationBean<RateLimitFilter> callerLimit(EdgeLimits limits) {
        var budgets = new CallerBudgets(limits.perSecond(), limits.burst(), limits.maxCallers());
        return ordered(new RateLimitFilter(budgets, Caller::of, System::nanoTime), AFTER_SECURITY);
    }

    /** Two filters of one class: OncePerRequestFilter tells them apart by their names. */
    private static FilterRegistrationBean<RateLimitFilter> ordered(RateLimitFilter filter, int order) {
        filter.setBeanName("rateLimit" + order);
        var registration = new FilterRegistrationBean<>(filter);
        registration.setName("rateLimit" + order);
        registration.setOrder(order);
        return registration;
    }
}
