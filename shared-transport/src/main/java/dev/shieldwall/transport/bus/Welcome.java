package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.MalformedException;
import dev.shieldwall.transport.bus.core.MessageMetadata;
import java.util.TreeMap;

/**
 * The broker's answer that it has heard all subscriptions of a connection.
 *
 * @param held how many of them it serves
 * @param refused how many it does not
 */
public record Welcome(int held, int refused) {

    static final String TYPE = "system/bus/welcome/v1";
    private static final String HELD = "held";
    private static final String REFUSED = "refused";

    static AicoMessage write(AicoMessage blank, int held, int refused) {
        MessageMetadata old = blank.metadata();
        var attributes = new TreeMap<>(old.attributes());
        attributes.put(HELD, Integer.toString(held));
        attributes.put(REFUSED, Integer.toString(refused));
        return new AicoMessage(
                new MessageMetadata(old.messageId(), old.timestamp(), old.source(), old.kind(), attributes), blank.payload());
    }

    static Welcome read(AicoMessage message) throws MalformedException {
        var attributes = message.metadata().attributes();
        try {
            return new Welcome(
                    Integer.parseInt(attributes.getOrDefault(HELD, "")), Integer.parseInt(attributes.getOrDefault(REFUSED, "")));
        } catch (NumberFormatException _) {
            throw new MalformedException("a welcome without its numbers");
        }
    }
}
