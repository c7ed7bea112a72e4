package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.SecretBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.LongStream;

/**
 * PKCS#11 with Java's types: one method a call or a group of calls that belong together. Every return value but CKR_OK
 * is a {@link Pkcs11Exception}. What the module says about lengths is checked before it is believed.
 *
 * <p>Thread-safe as far as sessions are: two threads may not use the same one at a time.
 */
final class Cryptoki {

    static final long AES_KEY_GEN = 0x1080;
    static final long AES_GCM = 0x1087;

    static final int MOST_SLOTS = 256;

    /** Longest value of an attribute that we read; a point has 67 bytes. */
    static final int LONGEST_ATTRIBUTE = 256;

    /** Enough to see that there are two, and to say how many. */
    static final int MOST_OBJECTS = 16;

    private static final long OS_LOCKING_OK = 2;
    private static final long SERIAL_SESSION = 4;
    private static final long WRITING_SESSION = 2;
    private static final long USER = 1;
    private static final long POINTER_BYTES = 8;
    private static final long INITIALIZE_ARGUMENTS_BYTES = 48;
    private static final long MECHANISM_BYTES = 24;
    private static final long GCM_PARAMETERS_BYTES = 48;
    private static final int GCM_TAG_BITS = 128;

    private final FunctionList functions;

    /** A pair as the token names it; the handles serve in every session of this process. */
    record KeyPair(long publicKey, long privateKey) {}

    /** What stands around a message that AES-GCM seals or opens. */
    record GcmHeader(byte[] nonce, byte[] associatedData) {}

    Cryptoki(FunctionList functions) {
        this.functions = functions;
    }

    private void call(Function function, long... arguments) {
        long code = functions.call(function, arguments);
        if (code != ReturnValue.OK.code()) {
            throw Pkcs11Exception.of(function, code);
        }
    }

    /** The module may use the locks of the system, because several threads call it. */
    void initialize() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(INITIALIZE_ARGUMENTS_BYTES, POINTER_BYTES);
            arguments.set(ValueLayout.JAVA_LONG, 4 * POINTER_BYTES, OS_LOCKING_OK);
            call(Function.INITIALIZE, arguments.address());
        }
    }

    void end() {
        call(Function.FINALIZE, 0);
    }

    /** Slots that hold a token. */
    List<Long> slots() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_LONG, MOST_SLOTS);
            MemorySegment slots = arena.allocate(ValueLayout.JAVA_LONG, MOST_SLOTS);
            call(Function.GET_SLOT_LIST, 1, slots.address(), count.address());
            return numbers(slots, believed(Function.GET_SLOT_LIST, count, MOST_SLOTS));
        }
    }

    TokenInfo tokenInfo(long slot) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(TokenInfo.BYTES, POINTER_BYTES);
            call(Function.GET_TOKEN_INFO, slot, info.address());
            return TokenInfo.of(info);
        }
    }

    long openSession(long slot) {
        return openSession(slot, SERIAL_SESSION);
    }

    /** One that may make and destroy keys. */
    long openWritingSession(long slot) {
        return openSession(slot, SERIAL_SESSION | WRITING_SESSION);
    }

    private long openSession(long slot, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment session = arena.allocate(ValueLayout.JAVA_LONG);
            call(Function.OPEN_SESSION, slot, flags, 0, 0, session.address());
            return session.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Whatever comes of it: a session that the module no longer knows is closed. */
    void closeSession(long session) {
        functions.call(Function.CLOSE_SESSION, session);
    }

    /** One try. The copies of the PIN are overwritten; the PIN itself is its owner's. */
    void login(long session, SecretBytes pin) {
        try (Arena arena = Arena.ofConfined();
                SecretMemory memory = SecretMemory.copyOf(arena, pin)) {
            call(Function.LOGIN, session, USER, memory.address(), memory.byteSize());
        }
    }

    /** Whatever comes of it: a token that is gone has nobody logged in. */
    void logout(long session) {
        functions.call(Function.LOGOUT, session);
    }

    /** At most {@link #MOST_OBJECTS}. */
    List<Long> find(long session, List<Attribute> wanted) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment template = Attribute.template(arena, wanted);
            MemorySegment found = arena.allocate(ValueLayout.JAVA_LONG, MOST_OBJECTS);
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            call(Function.FIND_OBJECTS_INIT, session, template.address(), wanted.size());
            int total = 0;
            int more;
            do {
                more = findMore(session, found.asSlice((long) total * Long.BYTES), count);
                total += more;
            } while (more > 0 && total < MOST_OBJECTS);
            call(Function.FIND_OBJECTS_FINAL, session);
            return numbers(found, total);
        }
    }

    /** A token may hand out fewer than there is room for, and has no more only when it hands out none. */
    private int findMore(long session, MemorySegment room, MemorySegment count) {
        int most = (int) (room.byteSize() / Long.BYTES);
        call(Function.FIND_OBJECTS, session, room.address(), most, count.address());
        return believed(Function.FIND_OBJECTS, count, most);
    }

    byte[] attribute(long session, long object, Attribute.Type type) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(Attribute.BYTES, POINTER_BYTES);
            MemorySegment value = arena.allocate(LONGEST_ATTRIBUTE);
            Attribute.write(attribute, type, value);
            call(Function.GET_ATTRIBUTE_VALUE, session, object, attribute.address(), 1);
            MemorySegment length = attribute.asSlice(2 * POINTER_BYTES, Long.BYTES);
            int bytes = believed(Function.GET_ATTRIBUTE_VALUE, length, LONGEST_ATTRIBUTE);
            return value.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    KeyPair generateKeyPair(long session, long mechanism, List<Attribute> forPublic, List<Attribute> forPrivate) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment publicTemplate = Attribute.template(arena, forPublic);
            MemorySegment privateTemplate = Attribute.template(arena, forPrivate);
            MemorySegment publicKey = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment privateKey = arena.allocate(ValueLayout.JAVA_LONG);
            call(Function.GENERATE_KEY_PAIR, session, mechanism(arena, mechanism).address(), publicTemplate.address(),
                    forPublic.size(), privateTemplate.address(), forPrivate.size(), publicKey.address(), privateKey.address());
            return new KeyPair(publicKey.get(ValueLayout.JAVA_LONG, 0), privateKey.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    long generateKey(long session, long mechanism, List<Attribute> attributes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment template = Attribute.template(arena, attributes);
            MemorySegment key = arena.allocate(ValueLayout.JAVA_LONG);
            call(Function.GENERATE_KEY, session, mechanism(arena, mechanism).address(), template.address(),
                    attributes.size(), key.address());
            return key.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    void destroy(long session, long object) {
        call(Function.DESTROY_OBJECT, session, object);
    }

    /** In one piece, because CKM_EDDSA has no other form. */
    byte[] sign(long session, SigningMechanism mechanism, long key, byte[] data) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment input = arena.allocateFrom(ValueLayout.JAVA_BYTE, data);
            MemorySegment output = arena.allocate(mechanism.signatureBytes());
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_LONG, output.byteSize());
            call(Function.SIGN_INIT, session, mechanism(arena, mechanism.code()).address(), key);
            call(Function.SIGN, session, input.address(), data.length, output.address(), length.address());
            int bytes = believed(Function.SIGN, length, mechanism.signatureBytes());
            return output.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** AES-GCM: the ciphertext, then the tag. */
    byte[] seal(long session, long key, GcmHeader header, SecretBytes plaintext) {
        try (Arena arena = Arena.ofConfined();
                SecretMemory input = SecretMemory.copyOf(arena, plaintext)) {
            int room = plaintext.length() + GCM_TAG_BITS / Byte.SIZE;
            MemorySegment output = arena.allocate(room);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_LONG, room);
            call(Function.ENCRYPT_INIT, session, gcm(arena, header).address(), key);
            call(Function.ENCRYPT, session, input.address(), input.byteSize(), output.address(), length.address());
            return output.asSlice(0, believed(Function.ENCRYPT, length, room)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    SecretBytes open(long session, long key, GcmHeader header, byte[] sealed) {
        try (Arena arena = Arena.ofConfined();
                SecretMemory output = SecretMemory.allocate(arena, sealed.length)) {
            MemorySegment input = arena.allocateFrom(ValueLayout.JAVA_BYTE, sealed);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_LONG, sealed.length);
            call(Function.DECRYPT_INIT, session, gcm(arena, header).address(), key);
            call(Function.DECRYPT, session, input.address(), sealed.length, output.address(), length.address());
            return output.read(believed(Function.DECRYPT, length, sealed.length));
        }
    }

    private static MemorySegment mechanism(Arena arena, long code) {
        MemorySegment mechanism = arena.allocate(MECHANISM_BYTES, POINTER_BYTES);
        mechanism.set(ValueLayout.JAVA_LONG, 0, code);
        return mechanism;
    }

    /** CK_GCM_PARAMS as of 2.40: IV, its bytes, its bits, associated data, its bytes, bits of the tag. */
    private static MemorySegment gcm(Arena arena, GcmHeader header) {
        MemorySegment parameters = arena.allocate(GCM_PARAMETERS_BYTES, POINTER_BYTES);
        long[] fields = {
            arena.allocateFrom(ValueLayout.JAVA_BYTE, header.nonce).address(),
            header.nonce.length,
            (long) header.nonce.length * Byte.SIZE,
            arena.allocateFrom(ValueLayout.JAVA_BYTE, header.associatedData).address(),
            header.associatedData.length,
            GCM_TAG_BITS
        };
        MemorySegment.copy(fields, 0, parameters, ValueLayout.JAVA_LONG, 0, fields.length);
        MemorySegment mechanism = mechanism(arena, AES_GCM);
        mechanism.set(ValueLayout.JAVA_LONG, POINTER_BYTES, parameters.address());
        mechanism.set(ValueLayout.JAVA_LONG, 2 * POINTER_BYTES, GCM_PARAMETERS_BYTES);
        return mechanism;
    }

    /** A length that a module reports, unless it is more than it was given room for. */
    private static int believed(Function function, MemorySegment reported, int room) {
        long length = reported.get(ValueLayout.JAVA_LONG, 0);
        if (length < 0 || length > room) {
            throw Pkcs11Exception.refused(function.symbol() + " reports " + Long.toUnsignedString(length)
                    + " where there was room for " + room);
        }
        return (int) length;
    }

    private static List<Long> numbers(MemorySegment segment, int count) {
        long[] numbers = segment.asSlice(0, (long) count * Long.BYTES).toArray(ValueLayout.JAVA_LONG);
        return LongStream.of(numbers).boxed().toList();
    }
}
