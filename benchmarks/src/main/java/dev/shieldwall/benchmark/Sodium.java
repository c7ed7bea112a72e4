package dev.shieldwall.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The system's libsodium, as a rival only. Heap arrays go in without a copy, and handles are constants. */
final class Sodium {

    private static final String LIBRARY = "libsodium.so.23";
    private static final int TAG_BYTES = 16;
    private static final int ARGON2ID = 2;

    private Sodium() {}

    /** Linked when first used, so that a machine without the library can be told. */
    private static final class Functions {

        private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
        private static final MemoryLayout SIZE = ValueLayout.JAVA_LONG;

        static final MethodHandle INIT = function("sodium_init");
        static final MethodHandle SEAL = function("crypto_aead_xchacha20poly1305_ietf_encrypt",
                POINTER, POINTER, POINTER, SIZE, POINTER, SIZE, POINTER, POINTER, POINTER);
        static final MethodHandle SEAL_AES = function("crypto_aead_aes256gcm_encrypt",
                POINTER, POINTER, POINTER, SIZE, POINTER, SIZE, POINTER, POINTER, POINTER);
        static final MethodHandle PASSWORD = function("crypto_pwhash",
                POINTER, SIZE, POINTER, SIZE, POINTER, SIZE, SIZE, ValueLayout.JAVA_INT);
        static final MethodHandle KEY_PAIR = function("crypto_sign_seed_keypair", POINTER, POINTER, POINTER);
        static final MethodHandle SIGN = function("crypto_sign_detached", POINTER, POINTER, POINTER, SIZE, POINTER);
        static final MethodHandle VERIFY = function("crypto_sign_verify_detached", POINTER, POINTER, SIZE, POINTER);

        private static MethodHandle function(String name, MemoryLayout... arguments) {
            MemorySegment symbol = SymbolLookup.libraryLookup(LIBRARY, Arena.global()).findOrThrow(name);
            return Linker.nativeLinker().downcallHandle(
                    symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments), Linker.Option.critical(true));
        }
    }

    /** Whether Debian's libsodium23 is installed. If so it is made ready: before, it uses none of the processor's extras. */
    static boolean start() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(LIBRARY, arena);
        } catch (IllegalArgumentException absent) {
            return false;
        }
        require((int) Functions.INIT.invokeExact() >= 0);
        return true;
    }

    /** XChaCha20-Poly1305: ciphertext and tag. */
    static byte[] seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData) throws Throwable {
        byte[] sealed = new byte[plaintext.length + TAG_BYTES];
        int code = (int) Functions.SEAL.invokeExact(heap(sealed), MemorySegment.NULL, heap(plaintext),
                (long) plaintext.length, heap(associatedData), (long) associatedData.length, MemorySegment.NULL,
                heap(nonce), heap(key));
        require(code == 0);
        return sealed;
    }

    static byte[] sealAes(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData) throws Throwable {
        byte[] sealed = new byte[plaintext.length + TAG_BYTES];
        int code = (int) Functions.SEAL_AES.invokeExact(heap(sealed), MemorySegment.NULL, heap(plaintext),
                (long) plaintext.length, heap(associatedData), (long) associatedData.length, MemorySegment.NULL,
                heap(nonce), heap(key));
        require(code == 0);
        return sealed;
    }

    /** With one lane, the only number that libsodium knows. */
    static byte[] argon2id(byte[] password, byte[] salt, int iterations, int memoryKib) throws Throwable {
        byte[] key = new byte[32];
        int code = (int) Functions.PASSWORD.invokeExact(heap(key), (long) key.length, heap(password),
                (long) password.length, heap(salt), (long) iterations, memoryKib * 1_024L, ARGON2ID);
        require(code == 0);
        return key;
    }

    /** The 64 bytes that sign: seed and public key. */
    static byte[] secretKey(byte[] seed) throws Throwable {
        byte[] secret = new byte[64];
        int code = (int) Functions.KEY_PAIR.invokeExact(heap(new byte[32]), heap(secret), heap(seed));
        require(code == 0);
        return secret;
    }

    static byte[] sign(byte[] secretKey, byte[] message) throws Throwable {
        byte[] signature = new byte[64];
        int code = (int) Functions.SIGN.invokeExact(
                heap(signature), MemorySegment.NULL, heap(message), (long) message.length, heap(secretKey));
        require(code == 0);
        return signature;
    }

    static boolean verify(byte[] publicKey, byte[] message, byte[] signature) throws Throwable {
        return (int) Functions.VERIFY.invokeExact(
                heap(signature), heap(message), (long) message.length, heap(publicKey)) == 0;
    }

    private static MemorySegment heap(byte[] bytes) {
        return MemorySegment.ofArray(bytes);
    }

    private static void require(boolean done) {
        if (!done) {
            throw new IllegalStateException("refused");
        }
    }
}
