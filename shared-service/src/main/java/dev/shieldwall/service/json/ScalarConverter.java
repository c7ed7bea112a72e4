package dev.shieldwall.service.json;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.codec.Scalar;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;

/** Path and query parameters of the model's one-component records: ids and hashes in the form that JSON gives them. */
final class ScalarConverter implements ConditionalGenericConverter {

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(new ConvertiblePair(String.class, Record.class));
    }

    @Override
    public boolean matches(TypeDescriptor source, TypeDescriptor target) {
        return target.getType().isAnnotationPresent(Scalar.class);
    }

    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
        if (source == null) {
            return null;
        }
        Class<?> component = to.getType().getRecordComponents()[0].getType();
        Object value = component == Bytes.class ? bytes((String) source) : source;
        try {
            Constructor<?> constructor = to.getType().getConstructor(component);
            return constructor.newInstance(value);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no scalar of text: " + to, e);
        }
    }

    private static Bytes bytes(String text) {
        try {
            return Bytes.ofBase64Url(text);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
