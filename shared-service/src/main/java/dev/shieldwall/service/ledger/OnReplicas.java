package dev.shieldwall.service.ledger;

import java.net.URI;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches a process that names replicas to talk to; a replica itself names none. */
final class OnReplicas extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean named = Binder.get(context.getEnvironment())
                .bind("shieldwall.replicas", Bindable.listOf(URI.class))
                .isBound();
        return new ConditionOutcome(named, ConditionMessage.of("shieldwall.replicas"));
    }
}
