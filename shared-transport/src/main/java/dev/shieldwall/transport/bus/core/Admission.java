package dev.shieldwall.transport.bus.core;

/** Whether the broker takes a message: from an authenticated component, that may publish it and says who it is. */
public sealed interface Admission {

    record Admitted(Topic topic) implements Admission {}

    record Refused(BusEvent reason) implements Admission {}

    /** @param sender whose key the connection has; the message's own word is compared with it, not believed */
    static Admission decide(AccessList rights, ComponentName sender, byte[] topicBytes, byte[] messageBytes) {
        Topic topic;
        MessageMetadata metadata;
        try {
            topic = Topic.parse(topicBytes);
        } catch (MalformedException _) {
            return new Refused(BusEvent.MALFORMED_TOPIC);
        }
        if (!rights.mayPublish(sender, topic)) {
            return new Refused(BusEvent.FORBIDDEN_TOPIC);
        }
        try {
            metadata = AicoMessage.parse(messageBytes).metadata();
        } catch (MalformedException _) {
            return new Refused(BusEvent.MALFORMED_MESSAGE);
        }
        if (!metadata.source().equals(sender.value())) {
            return new Refused(BusEvent.FORGED_SOURCE);
        }
        if (!metadata.kind().type().equals(topic.base())) {
            return new Refused(BusEvent.WRONG_MESSAGE_TYPE);
        }
        return new Admitted(topic);
    }
}
