package dev.shieldwall.service.openapi;

import com.fasterxml.jackson.databind.JavaType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Scalar;
import dev.shieldwall.model.codec.TypeName;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes model types as the model's codec writes them: ids are strings, bytes base64url, variants have a type. */
final class ModelSchemas implements ModelConverter {

    private static final String ROOT = "dev.shieldwall.";

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> chain) {
        JavaType java = Json.mapper().constructType(annotated.getType());
        Class<?> type = java == null ? Object.class : java.getRawClass();
        if (type == Bytes.class) {
            return base64Url();
        }
        if (!type.getName().startsWith(ROOT)) {
            return next(annotated, context, chain);
        }
        if (type.isAnnotationPresent(Scalar.class)) {
            boolean text = type.getRecordComponents()[0].getType() == String.class;
            return text ? new StringSchema().example("spiffe://shieldwall.local/service/example") : base64Url();
        }
        if (type.isEnum()) {
            var names = new StringSchema();
            Arrays.stream(type.getEnumConstants()).map(ModelSchemas::kebab).forEach(names::addEnumItem);
            return names;
        }
        if (type.isSealed() && type.isInterface()) {
            return variants(type, context);
        }
        Schema<?> schema = next(annotated, context, chain);
        Schema<?> defined = definition(schema, context);
        if (type.isRecord() && defined != null) {
            requireComponents(defined, type);
            TypeName name = type.getAnnotation(TypeName.class);
            if (name != null) {
                nameVariant(defined, name.value());
            }
        }
        return schema;
    }

    private static @Nullable Schema<?> next(
            AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> chain) {
        return chain.hasNext() ? chain.next().resolve(annotated, context, chain) : null;
    }

    private static Schema<?> base64Url() {
        return new StringSchema().pattern("^[A-Za-z0-9_-]*$").description("base64url without padding (RFC 4648)");
    }

    private static String kebab(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Schema<?> variants(Class<?> root, ModelConverterContext context) {
        var schema = new ObjectSchema();
        var discriminator = new Discriminator().propertyName("type");
        for (Class<?> variant : root.getPermittedSubclasses()) {
            TypeName name = variant.getAnnotation(TypeName.class);
            Schema<?> reference = context.resolve(new AnnotatedType(variant).resolveAsRef(true));
            if (name != null && reference != null) {
                schema.addOneOfItem(reference);
                discriminator.mapping(name.value(), reference.get$ref());
            }
        }
        schema.setDiscriminator(discriminator);
        return schema;
    }

    /** The schema itself, or what it refers to. */
    private static @Nullable Schema<?> definition(@Nullable Schema<?> schema, ModelConverterContext context) {
        if (schema == null || schema.get$ref() == null) {
            return schema;
        }
        String reference = schema.get$ref();
        return context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    /** A component is left out of JSON only when it is null, and only a nullable one can be. */
    private static void requireComponents(Schema<?> defined, Class<?> type) {
        if (defined.getProperties() == null) {
            return;
        }
        Set<String> names = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        defined.getProperties().keySet().retainAll(names); // methods such as isActive() are no members
        for (RecordComponent component : type.getRecordComponents()) {
            boolean named = defined.getProperties().containsKey(component.getName());
            boolean listed = defined.getRequired() != null && defined.getRequired().contains(component.getName());
            if (named && !listed && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                defined.addRequiredItem(component.getName());
            }
        }
    }

    private static void nameVariant(Schema<?> defined, String name) {
        if (defined.getProperties() == null || !defined.getProperties().containsKey("type")) {
            var constant = new StringSchema();
            constant.addEnumItem(name);
            defined.addProperty("type", constant);
            defined.addRequiredItem("type");
        }
    }
}
