package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.decision.Authorization;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.nio.charset.StandardCharsets;
import org.hibernate.annotations.Immutable;

/** The record that the API shows, stored as its JSON. Records never change, so Hibernate need not copy them. */
@Immutable
@Converter
class AuthorizationDocument implements AttributeConverter<Authorization, String> {

    private static final JsonCodec<Authorization> CODEC = JsonCodec.of(Authorization.class);

    @Override
    public String convertToDatabaseColumn(Authorization authorization) {
        return new String(CODEC.encode(authorization), StandardCharsets.UTF_8);
    }

    @Override
    public Authorization convertToEntityAttribute(String document) {
        try {
            return CODEC.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored authorization is none", e);
        }
    }
}
