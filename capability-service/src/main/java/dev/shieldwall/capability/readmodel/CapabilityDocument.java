package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.nio.charset.StandardCharsets;
import org.hibernate.annotations.Immutable;

/** The record that the API shows, stored as its JSON. Records never change, so Hibernate need not copy them. */
@Immutable
@Converter
class CapabilityDocument implements AttributeConverter<Capability, String> {

    private static final JsonCodec<Capability> CODEC = JsonCodec.of(Capability.class);

    @Override
    public String convertToDatabaseColumn(Capability capability) {
        return new String(CODEC.encode(capability), StandardCharsets.UTF_8);
    }

    @Override
    public Capability convertToEntityAttribute(String document) {
        try {
            return CODEC.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored capability is none", e);
        }
    }
}
