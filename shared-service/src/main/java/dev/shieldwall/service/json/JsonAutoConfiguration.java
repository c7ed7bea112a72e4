package dev.shieldwall.service.json;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The model's JSON in answers, and its ids and words in paths and queries. */
@AutoConfiguration(before = HttpMessageConvertersAutoConfiguration.class)
public class JsonAutoConfiguration {

    @Bean
    ServerHttpMessageConvertersCustomizer modelRecords() {
        return converters -> converters.addCustomConverter(new RecordMessageConverter());
    }

    @Bean
    WebMvcConfigurer modelScalars() {
        return new WebMvcConfigurer() {
            @Override
            public void addFormatters(FormatterRegistry registry) {
                registry.addConverter(new ScalarConverter());
                registry.addConverter(new WordConverter());
            }
        };
    }
}
