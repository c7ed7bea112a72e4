package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.identity.Identity;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.nio.charset.StandardCharsets;
import org.hibernate.annotations.Immutable;

/** The record that the API shows, stored as its JSON. Records never change, so Hibernate need not copy them. */
@Immutable
@Converter
class IdentityDocument implements AttributeConverter<Identity, String> {

    private static final JsonCodec<Identity> CODEC = JsonCodec.of(Identity.class);

    @Override
    public String convertToDatabaseColumn(Identity identity) {
        return new String(CODEC.encode(identity), StandardCharsets.UTF_8);
    }

    @Override
    public Identity convertToEntityAttribute(String document) {
        try {
            return CODEC.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored identity is none", e);
        }
    }
}
