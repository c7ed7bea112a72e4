package dev.shieldwall.benchmark;

import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.session.SessionId;
import java.util.List;

/** A registered service with a capability and an open session, ready to ask for critical operations. */
record Caller(CommandSigner signer, SessionId session, Hash chainId) {

    static final String DOMAIN = "compute";
    static final String OPERATION = "execute";
    static final List<String> RESOURCES = List.of("trading-algorithm", "market-data");

    /** A fresh critical authorization, signed. */
    SignedCommand critical() {
        var capability = new CapabilityCommand.RequestedCapability(
                DOMAIN, OPERATION, "system", "continuous", RiskLevel.CRITICAL, RESOURCES, null);
        var context = new CapabilityCommand.RequestContext("benchmark", "high");
        return signer.sign(
                new CapabilityCommand.Authorize(session, capability, context, true, true, null, null), chainId);
    }
}
