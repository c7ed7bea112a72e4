package dev.shieldwall.model.codec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes records of JSON values. */
final class JsonBinder {

    private final Path path = new Path();

    static Object bindAll(TypePlan plan, JsonNode node) throws MalformedException {
        var binder = new JsonBinder();
        try {
            return binder.bind(plan, node);
        } catch (MalformedException e) {
            throw binder.path.locate(e);
        }
    }

    private Object bind(TypePlan plan, JsonNode node) throws MalformedException {
        return switch (plan) {
            case TypePlan.Leaf leaf -> bindLeaf(leaf, node);
            case TypePlan.Choice choice -> choice.constant(text(node));
            case TypePlan.Sequence sequence -> bindSequence(sequence, node);
            case TypePlan.Wrapper wrapper ->
                TypePlan.make(wrapper.constructor(), bind(wrapper.component().plan(), node));
            case TypePlan.Variants variants -> {
                JsonNode name = members(node).values().get(TypePlans.TYPE_MEMBER);
                if (name == null) {
                    throw new MalformedException("has no type");
                }
                yield bindFields(variants.named(text(name)), node);
            }
            case TypePlan.Fields fields -> bindFields(fields, node);
        };
    }

    private Object bindLeaf(TypePlan.Leaf leaf, JsonNode node) throws MalformedException {
        return switch (leaf) {
            case TEXT -> text(node);
            case LONG -> whole(node);
            case INT -> {
                long value = whole(node);
                if (value != (int) value) {
                    throw new MalformedException("is out of range");
                }
                yield (int) value;
            }
            case BOOLEAN -> {
                if (!(node instanceof JsonNode.Flag(boolean value))) {
                    throw new MalformedException("is not true or false");
                }
                yield value;
            }
            case BYTES -> Bytes.ofBase64Url(text(node));
            case TEXT_MAP -> bindTextMap(node);
        };
    }

    private List<Object> bindSequence(TypePlan.Sequence sequence, JsonNode node) throws MalformedException {
        if (!(node instanceof JsonNode.Elements(List<JsonNode> elements))) {
            throw new MalformedException("is not an array");
        }
        Object[] values = new Object[elements.size()];
        for (int i = 0; i < values.length; i++) {
            path.enter(i);
            values[i] = bind(sequence.element(), elements.get(i));
            path.leave();
        }
        return List.of(values);
    }

    private Object bindTextMap(JsonNode node) throws MalformedException {
        var map = new TreeMap<String, String>();
        for (Map.Entry<String, JsonNode> entry : members(node).values().entrySet()) {
            map.put(entry.getKey(), text(entry.getValue()));
        }
        return Collections.unmodifiableSortedMap(map);
    }

    private Object bindFields(TypePlan.Fields fields, JsonNode node) throws MalformedException {
        Map<String, JsonNode> given = members(node).values();
        @Nullable Object[] values = new Object[fields.members().size()];
        int used = 0;
        if (fields.typeName() != null) {
            JsonNode name = given.get(TypePlans.TYPE_MEMBER);
            if (name == null || !text(name).equals(fields.typeName())) {
                throw new MalformedException("is not of type " + fields.typeName());
            }
            used++;
        }
        for (TypePlan.Member member : fields.members()) {
            JsonNode value = given.get(member.name());
            path.enter(member.name());
            if (value != null) {
                values[member.index()] = bind(member.plan(), value);
                used++;
            } else if (!member.nullable()) {
                throw new MalformedException("is missing");
            }
            path.leave();
        }
        if (used != given.size()) {
            throw new MalformedException("has an unknown member");
        }
        return TypePlan.make(fields.constructor(), values);
    }

    private static JsonNode.Members members(JsonNode node) throws MalformedException {
        if (node instanceof JsonNode.Members members) {
            return members;
        }
        throw new MalformedException("is not an object");
    }

    private static String text(JsonNode node) throws MalformedException {
        if (node instanceof JsonNode.Text(String value)) {
            return value;
        }
        throw new MalformedException("is not a string");
    }

    private static long whole(JsonNode node) throws MalformedException {
        if (node instanceof JsonNode.Whole(long value)) {
            return value;
        }
        throw new MalformedException("is not an integer");
    }
}
