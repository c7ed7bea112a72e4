package dev.shieldwall.audit;

import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.service.mesh.LedgerChain;
import dev.shieldwall.service.mesh.Scenario;

/** A log of a given length with entries of several kinds, in blocks of one to five commands and some of none. */
final class LogStory {

    private LogStory() {}

    static void tell(LedgerChain chain, int entries) {
        Scenario scenario = new Scenario(chain.mesh(), "worker");
        SessionId session = scenario.newSessionId();
        CapabilityId capability = scenario.newCapabilityId();
        chain.commit(scenario.register());
        chain.commit(scenario.grant(capability), scenario.establish(session));
        int told = 3;
        while (told < entries) {
            int count = Math.min(1 + told % 5, entries - told);
            var commands = new SignedCommand[count];
            for (int i = 0; i < count; i++) {
                commands[i] = scenario.authorize(session, (told + i) % 3 == 0 ? "delete" : "write");
            }
            chain.commit(commands);
            if (told % 7 == 0) {
                chain.commit();
            }
            told += count;
        }
    }
}
