package dev.shieldwall.model.event;

import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.codec.TypeName;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;

/** A fact that follows from an accepted command. Projections are folds over these. */
public sealed interface Event {

    @TypeName("identity.registered")
    record IdentityRegistered(Identity identity) implements Event {}

    @TypeName("identity.revoked")
    record IdentityRevoked(PrincipalId id, String reason) implements Event {}

    @TypeName("capability.granted")
    record CapabilityGranted(Capability capability) implements Event {}

    @TypeName("capability.revoked")
    record CapabilityRevoked(CapabilityId id, String reason) implements Event {}

    @TypeName("session.established")
    record SessionEstablished(Session session) implements Event {}

    @TypeName("session.closed")
    record SessionClosed(SessionId id) implements Event {}
}
