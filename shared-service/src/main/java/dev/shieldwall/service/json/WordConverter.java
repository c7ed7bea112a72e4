package dev.shieldwall.service.json;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;

/** Path and query parameters of the model's enums: the lower-case kebab name that JSON gives them, and no other. */
final class WordConverter implements ConditionalGenericConverter {

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(new ConvertiblePair(String.class, Enum.class));
    }

    @Override
    public boolean matches(TypeDescriptor source, TypeDescriptor target) {
        return target.getType().getName().startsWith("dev.shieldwall.model.");
    }

    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
        if (source == null) {
            return null;
        }
        for (Object constant : to.getType().getEnumConstants()) {
            if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-').equals(source)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("none of the words of this parameter");
    }
}
