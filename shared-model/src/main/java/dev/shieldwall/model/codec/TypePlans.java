package dev.shieldwall.model.codec;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Works out the plan of a type from its declaration. Plans are made at first use, not when a codec is made: a codec is
 * a constant of the very record that it writes, and that record is not initialized yet. Types must not contain
 * themselves. A declaration outside the rules is an {@link IllegalArgumentException}, at first use.
 */
final class TypePlans {

    static final String TYPE_MEMBER = "type";

    private static final ClassValue<TypePlan> PLANS = new ClassValue<>() {
        @Override
        protected TypePlan computeValue(Class<?> type) {
            return planOf(type);
        }
    };

    private TypePlans() {}

    static TypePlan of(Class<?> type) {
        return PLANS.get(type);
    }

    /** The plan of the record {@code value}, a variant of a sealed interface. */
    static TypePlan.Fields ofVariant(Object value) {
        return (TypePlan.Fields) PLANS.get(value.getClass());
    }

    private static TypePlan planOf(Class<?> type) {
        if (type == String.class) {
            return TypePlan.Leaf.TEXT;
        } else if (type == long.class || type == Long.class) {
            return TypePlan.Leaf.LONG;
        } else if (type == int.class || type == Integer.class) {
            return TypePlan.Leaf.INT;
        } else if (type == boolean.class || type == Boolean.class) {
            return TypePlan.Leaf.BOOLEAN;
        } else if (type == Bytes.class) {
            return TypePlan.Leaf.BYTES;
        } else if (type.isEnum()) {
            return choice(type);
        } else if (type.isRecord()) {
            return type.isAnnotationPresent(Scalar.class) ? wrapper(type) : fields(type);
        } else if (type.isSealed() && type.isInterface()) {
            return variants(type);
        }
        throw new IllegalArgumentException("no codec for " + type);
    }

    private static TypePlan planOf(Type type) {
        if (type instanceof Class<?> plain) {
            return of(plain);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new TypePlan.Sequence(planOf(arguments[0]));
            }
            if (generic.getRawType() == SortedMap.class && arguments[0] == String.class
                    && arguments[1] == String.class) {
                return TypePlan.Leaf.TEXT_MAP;
            }
        }
        throw new IllegalArgumentException("no codec for " + type);
    }

    private static TypePlan choice(Class<?> type) {
        List<Object> constants = List.of(type.getEnumConstants());
        List<String> names = constants.stream()
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        return new TypePlan.Choice(constants, names);
    }

    private static TypePlan wrapper(Class<?> type) {
        TypePlan.Fields fields = fields(type);
        if (fields.members().size() != 1 || fields.members().getFirst().nullable() || fields.typeName() != null) {
            throw new IllegalArgumentException(type + " is no scalar: it has one component that is never null");
        }
        return new TypePlan.Wrapper(fields.members().getFirst(), fields.constructor());
    }

    private static TypePlan.Fields fields(Class<?> type) {
        TypeName annotation = type.getAnnotation(TypeName.class);
        String typeName = annotation == null ? null : annotation.value();
        var members = new ArrayList<TypePlan.Member>();
        for (RecordComponent component : type.getRecordComponents()) {
            members.add(member(component, members.size()));
        }
        var sorted = new ArrayList<>(members);
        if (typeName != null) {
            sorted.add(new TypePlan.Member(
                    TYPE_MEMBER, TypePlan.Member.TYPE_NAME, false, TypePlan.Leaf.TEXT, null));
        }
        sorted.sort((a, b) -> Arrays.compareUnsigned(a.cborKey(), b.cborKey()));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
                throw new IllegalArgumentException(type + " has a component named type and a type name");
            }
        }
        return new TypePlan.Fields(typeName, List.copyOf(members), List.copyOf(sorted), constructor(type));
    }

    private static TypePlan.Member member(RecordComponent component, int index) {
        boolean nullable = isNullable(component.getAnnotatedType());
        if (nullable && component.getType().isPrimitive()) {
            throw new IllegalArgumentException(component + " is primitive and never null");
        }
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new TypePlan.Member(component.getName(), index, nullable, planOf(component.getGenericType()), accessor);
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static Constructor<?> constructor(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("a record without its constructor: " + type, e);
        }
    }

    private static TypePlan variants(Class<?> type) {
        var byName = new TreeMap<String, TypePlan.Fields>();
        collect(type, byName);
        return new TypePlan.Variants(type, Collections.unmodifiableSortedMap(byName));
    }

    private static void collect(Class<?> sealed, SortedMap<String, TypePlan.Fields> byName) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isInterface() && permitted.isSealed()) {
                collect(permitted, byName);
            } else if (of(permitted) instanceof TypePlan.Fields fields && fields.typeName() != null
                    && byName.put(fields.typeName(), fields) == null) {
                continue;
            } else {
                throw new IllegalArgumentException(permitted + " is no record with a type name of its own");
            }
        }
    }
}
