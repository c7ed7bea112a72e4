package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** A key together with its algorithm: the parameters are part of the key and of its id. */
public sealed interface KeyMaterial {

    KeyId id();

    /** Its own and those that the same bytes would have as a key of another algorithm. */
    default List<KeyId> ids() {
        return List.of(id());
    }

    /** For people and for the audit trail. */
    String algorithm();

    /** What is left of it once it is retired: the half that verifies, or a secret that still has to open. */
    KeyMaterial retired();

    /** Overwrites what is secret in it. */
    void close();

    /** Whether what is secret in it was overwritten, so that it is of no use any more. */
    default boolean isClosed() {
        return false;
    }

    record PrivateKey(SignaturePrivateKey key) implements KeyMaterial {

        @Override
        public KeyId id() {
            return KeyId.of(key.publicKey());
        }

        @Override
        public String algorithm() {
            return key.algorithm().canonicalName();
        }

        @Override
        public KeyMaterial retired() {
            return new PublicKey(key.publicKey());
        }

        @Override
        public void close() {
            key.close();
        }

        @Override
        public boolean isClosed() {
            return key.isClosed();
        }
    }

    /** Verifies only. */
    record PublicKey(SignaturePublicKey key) implements KeyMaterial {

        @Override
        public KeyId id() {
            return KeyId.of(key);
        }

        @Override
        public String algorithm() {
            return key.algorithm().canonicalName();
        }

        @Override
        public KeyMaterial retired() {
            return this;
        }

        @Override
        public void close() {}
    }

    /** The ring has the public half, as it was in the beginning, and knows who signs: what he says later is not believed. */
    record Remote(SignaturePublicKey key, RemoteSigner signer) implements KeyMaterial {

        public Remote(RemoteSigner signer) {
            this(signer.publicKey(), signer);
        }

        @Override
        public KeyId id() {
            return KeyId.of(key);
        }

        @Override
        public String algorithm() {
            return key.algorithm().canonicalName();
        }

        @Override
        public KeyMaterial retired() {
            return new PublicKey(key);
        }

        @Override
        public void close() {}
    }

    /** Takes the secret over. */
    record Secret(SecretAlgorithm type, SecretBytes secret) implements KeyMaterial {

        public Secret {
            if (secret.length() < type.minBytes() || secret.length() > type.maxBytes()) {
                throw new IllegalArgumentException("a secret of " + type + " has " + type.minBytes() + " to "
                        + type.maxBytes() + " bytes, not " + secret.length());
            }
        }

        public static Secret generate(SecretAlgorithm type, SecureRandom random) {
            return new Secret(type, SecretBytes.random(Math.max(32, type.minBytes()), random));
        }

        @Override
        public KeyId id() {
            return KeyId.of(type, secret);
        }

        @Override
        public List<KeyId> ids() {
            return Arrays.stream(SecretAlgorithm.values()).map(other -> KeyId.of(other, secret)).toList();
        }

        @Override
        public String algorithm() {
            return type.name();
        }

        @Override
        public KeyMaterial retired() {
            return this;
        }

        @Override
        public void close() {
            secret.close();
        }

        @Override
        public boolean isClosed() {
            return secret.asKey("ring").isDestroyed();
        }
    }
}
