package dev.shieldwall.service.json;

import dev.shieldwall.model.codec.JsonCodec;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractSmartHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Writes records of this project in the one JSON form of the model. Spring's own converter would
 * write {@code {"value":…}} for an id. Reads nothing: what comes in is signed and is read by the command profile.
 */
final class RecordMessageConverter extends AbstractSmartHttpMessageConverter<Object> {

    private static final String ROOT = "dev.shieldwall.";

    private final Map<Class<?>, JsonCodec<?>> codecs = new ConcurrentHashMap<>();

    RecordMessageConverter() {
        super(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type.isRecord() && type.getName().startsWith(ROOT);
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public boolean canWrite(ResolvableType target, Class<?> type, @Nullable MediaType mediaType) {
        return supports(type) && canWrite(mediaType);
    }

    @Override
    public Object read(ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints) {
        throw new HttpMessageNotReadableException("nothing is read here", message);
    }

    @Override
    protected void writeInternal(
            Object value, ResolvableType type, HttpOutputMessage message, @Nullable Map<String, Object> hints)
            throws IOException {
        byte[] body = encode(value);
        message.getHeaders().setContentLength(body.length);
        message.getBody().write(body);
    }

    private byte[] encode(Object value) {
        @SuppressWarnings("unchecked") // the codec was made from this very class
        JsonCodec<Object> codec = (JsonCodec<Object>) codecs.computeIfAbsent(value.getClass(), JsonCodec::of);
        return codec.encode(value);
    }
}
