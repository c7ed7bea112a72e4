package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** Bytes as they are stored. They never change, so Hibernate need not copy them. */
@Immutable
@Converter(autoApply = true)
class BytesColumn implements AttributeConverter<Bytes, byte[]> {

    @Override
    public byte[] convertToDatabaseColumn(Bytes bytes) {
        return bytes.unsafeArray();
    }

    /** No column may be null; one that was made so behind the service's back must not keep the check from naming it. */
    @Override
    public Bytes convertToEntityAttribute(byte @Nullable [] column) {
        return column == null ? Bytes.EMPTY : Bytes.wrap(column);
    }
}
