package dev.shieldwall.model.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How values of one type are written: all that both codecs need to know of it, worked out once by {@link TypePlans}. */
sealed interface TypePlan {

    /** The types that are written without looking inside. */
    enum Leaf implements TypePlan {
        TEXT,
        LONG,
        INT,
        BOOLEAN,
        BYTES,
        TEXT_MAP
    }

    /** A list; its elements are never null. */
    record Sequence(TypePlan element) implements TypePlan {}

    /** An enum by its kebab-case names, in the order of the constants. */
    record Choice(List<Object> constants, List<String> names) implements TypePlan {

        String nameOf(Object constant) {
            return names.get(((Enum<?>) constant).ordinal());
        }

        Object constant(String name) throws MalformedException {
            int index = names.indexOf(name);
            if (index < 0) {
                throw new MalformedException("is not one of " + names);
            }
            return constants.get(index);
        }
    }

    /** A record of one component that is written as this component. */
    record Wrapper(Member component, Constructor<?> constructor) implements TypePlan {}

    /** A sealed interface: the records under it by their type names. */
    record Variants(Class<?> type, SortedMap<String, Fields> byName) implements TypePlan {

        Fields named(String name) throws MalformedException {
            Fields variant = byName.get(name);
            if (variant == null) {
                throw new MalformedException("has an unknown type");
            }
            return variant;
        }
    }

    /**
     * A record.
     *
     * @param typeName value of the first member, {@code type}, where the record is a variant
     * @param members in declared order, which is the order of canonical JSON
     * @param sorted in the order of CBOR keys, the member {@code type} included
     */
    record Fields(
            @Nullable String typeName, List<Member> members, List<Member> sorted, Constructor<?> constructor)
            implements TypePlan {}

    /** One component of a record, or the member that names the variant. */
    final class Member {

        /** Position of the type name among the components: none. */
        static final int TYPE_NAME = -1;

        private final String name;
        private final int index;
        private final boolean nullable;
        private final TypePlan plan;
        private final @Nullable Method accessor;
        private final byte[] jsonKey;
        private final byte[] cborKey;

        Member(String name, int index, boolean nullable, TypePlan plan, @Nullable Method accessor) {
            this.name = name;
            this.index = index;
            this.nullable = nullable;
            this.plan = plan;
            this.accessor = accessor;
            this.jsonKey = JsonWriter.key(name);
            this.cborKey = CborWriter.text(name);
        }

        String name() {
            return name;
        }

        /** Position among the components; {@link #TYPE_NAME} for the type name. */
        int index() {
            return index;
        }

        boolean nullable() {
            return nullable;
        }

        TypePlan plan() {
            return plan;
        }

        /** {@code "name":} */
        byte[] jsonKey() {
            return jsonKey;
        }

        /** The name as a CBOR text string. */
        byte[] cborKey() {
            return cborKey;
        }

        /** The value in {@code owner}; null only where the component is nullable. */
        @Nullable Object valueIn(Object owner) {
            if (accessor == null) {
                throw new IllegalStateException("the type name is not a component");
            }
            Object value;
            try {
                value = accessor.invoke(owner);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("component " + name + " cannot be read", e);
            }
            if (value == null && !nullable) {
                throw new IllegalArgumentException(name + " is null");
            }
            return value;
        }
    }

    /** Calls the constructor. Whatever it refuses is malformed input: the arguments come from there. */
    static Object make(Constructor<?> constructor, @Nullable Object... arguments) throws MalformedException {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw new MalformedException("is refused: " + refusal.getMessage(), refusal);
            }
            throw new IllegalStateException("a record cannot be made", e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("a record cannot be made", e);
        }
    }
}
