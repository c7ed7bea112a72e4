package dev.shieldwall.transport.bus;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.transport.bus.core.ComponentName;

/** A component with the keys by which it seals and opens. Closing it closes both. */
public record SealingIdentity(ComponentName name, SignaturePrivateKey signing, KemPrivateKey encryption)
        implements AutoCloseable {

    /** Takes two derivations of 64 MiB each. */
    public static SealingIdentity derive(SecretBytes master, ComponentName name) {
        return new SealingIdentity(name, ComponentKeys.signing(master, name), ComponentKeys.encryption(master, name));
    }

    public PeerKeys publicKeys() {
        return new PeerKeys(signing.publicKey(), encryption.publicKey());
    }

    @Override
    public void close() {
        signing.close();
        encryption.close();
    }
}
