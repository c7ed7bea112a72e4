package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.replica.wal.SignerGuard;
import dev.shieldwall.replica.wal.WriteAheadLog;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replica's vote key behind the guard that forbids two messages at one position. Belongs to the owner thread. */
final class GuardedSigner implements VoteSigner {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedSigner.class);

    private final Ed25519Signer key;
    private final SignerGuard guard;
    private final BooleanSupplier silenced;
    private @Nullable WriteAheadLog log;

    /** @param silenced while true nothing is signed, because what was signed before may be lost */
    GuardedSigner(Ed25519Signer key, SignerGuard guard, BooleanSupplier silenced) {
        this.key = key;
        this.guard = guard;
        this.silenced = silenced;
    }

    /** From now on signatures are recorded there; before, nothing is signed. */
    void recordIn(WriteAheadLog opened) {
        log = opened;
    }

    @Override
    public Optional<Bytes> sign(Position position, SigningContext context, byte[] message) {
        WriteAheadLog open = log;
        if (open == null || silenced.getAsBoolean()) {
            return Optional.empty();
        }
        SignerGuard.Verdict verdict = guard.sign(
                open,
                new SignerGuard.Position(position.height(), position.view(), position.kind().code()),
                message,
                _ -> key.sign(context, message));
        return switch (verdict) {
            case SignerGuard.Verdict.Signed(byte[] signature) -> Optional.of(Bytes.wrap(signature));
            case SignerGuard.Verdict.Repeated(byte[] signature) -> Optional.of(Bytes.wrap(signature));
            case SignerGuard.Verdict.Refused(var at, String reason) -> {
                LOG.error("ALARM the signer guard refuses {}: {}", at, reason);
                yield Optional.empty();
            }
        };
    }
}
