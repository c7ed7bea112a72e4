package dev.shieldwall.service.json;

import dev.shieldwall.model.codec.JsonCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
 * Writes records of this project, and pages of them, in the one JSON form of the model. Spring's own converter would
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
        byte[] body = value instanceof Page<?> page ? page(page) : record(value);
        message.getHeaders().setContentLength(body.length);
        message.getBody().write(body);
    }

    private byte[] page(Page<?> page) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(ascii("{\"items\":["));
        List<?> items = page.items();
        for (int i = 0; i < items.size(); i++) {
            out.writeBytes(i == 0 ? new byte[0] : ascii(","));
            out.writeBytes(record(items.get(i)));
        }
        out.writeBytes(ascii("]"));
        if (page.next() != null) {
            out.writeBytes(ascii(",\"next\":\""));
            out.writeBytes(ascii(cursor(page.next())));
            out.writeBytes(ascii("\""));
        }
        out.writeBytes(ascii("}"));
        return out.toByteArray();
    }

    /** Cursors are made by services; this keeps one with a quote in it from breaking the document. */
    private static String cursor(String next) {
        if (!next.matches("[A-Za-z0-9._~:/-]{1,512}")) {
            throw new IllegalArgumentException("a cursor is made of letters, digits and . _ ~ : / -");
        }
        return next;
    }

    private byte[] record(Object value) {
        @SuppressWarnings("unchecked") // the codec was made from this very class
        JsonCodec<Object> codec = (JsonCodec<Object>) codecs.computeIfAbsent(value.getClass(), JsonCodec::of);
        return codec.encode(value);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
