package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.session.Session;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.nio.charset.StandardCharsets;
import org.hibernate.annotations.Immutable;

/** The record that the API shows, stored as its JSON. Records never change, so Hibernate need not copy them. */
@Immutable
@Converter
class SessionDocument implements AttributeConverter<Session, String> {

    private static final JsonCodec<Session> CODEC = JsonCodec.of(Session.class);

    @Override
    public String convertToDatabaseColumn(Session session) {
        return new String(CODEC.encode(session), StandardCharsets.UTF_8);
    }

    @Override
    public Session convertToEntityAttribute(String document) {
        try {
            return CODEC.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored session is none", e);
        }
    }
}
