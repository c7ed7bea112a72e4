package dev.shieldwall.launcher.services;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Optional;

/**
 * Which of the sibling services a thread works for, for the log: {@code %service}. Set in the thread that starts a
 * service and inherited by every thread that it starts in turn: followers, acceptors, and the virtual threads of
 * requests.
 */
public final class CurrentService extends ClassicConverter {

    private static final InheritableThreadLocal<String> NAME = new InheritableThreadLocal<>();

    static void enter(String name) {
        NAME.set(name);
    }

    static Optional<String> name() {
        return Optional.ofNullable(NAME.get());
    }

    @Override
    public String convert(ILoggingEvent event) {
        return name().orElse("services"); // asked in the thread that logs, because the appender is synchronous
    }
}
