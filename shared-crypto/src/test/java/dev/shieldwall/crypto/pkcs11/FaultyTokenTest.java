package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.pkcs11.FaultyModule.Behaviour;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.crypto.signature.Verifier;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A SoftHSM that lies, forgets, hangs or is gone, where it is told to. */
class FaultyTokenTest {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final String WRAP = "shieldwall/data-key/v1";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private SoftHsm soft;
    private final AtomicBoolean faulty = new AtomicBoolean();

    @BeforeEach
    void aToken() throws Exception {
        soft = SoftHsm.in(folder);
    }

    /** Honest until {@link #faulty} is set. */
    private Pkcs11Library library(Function function, Behaviour fault) {
        return new FaultyModule()
                .with(function, (real, arguments) ->
                        faulty.get() ? fault.answer(real, arguments) : real.call(function, arguments))
                .library();
    }

    private Pkcs11Library answering(Function function, ReturnValue value) {
        return library(function, (real, arguments) -> value.code());
    }

    private static void hasState(Throwable failure, TokenState state) {
        assertThat(failure).isInstanceOfSatisfying(Pkcs11Exception.class, e -> assertThat(e.state()).isEqualTo(state));
    }

    private static long flip(long code, long address) {
        MemorySegment signature = FaultyModule.at(address, 64);
        signature.set(ValueLayout.JAVA_BYTE, 40, (byte) (signature.get(ValueLayout.JAVA_BYTE, 40) ^ 1));
        return code;
    }

    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class, names = {"ED25519", "ECDSA_P256"})
    void aWrongSignatureNeverLeaves(SignatureAlgorithm algorithm) {
        try (Pkcs11Library library =
                library(Function.SIGN, (real, arguments) -> flip(real.call(Function.SIGN, arguments), arguments[3]))) {
            HsmToken token = SoftHsm.open(library);
            Signer signer = token.generateSigningKey("k", algorithm).signer(CONTEXT);
            faulty.set(true);
            assertThatThrownBy(() -> signer.sign(MESSAGE))
                    .isInstanceOf(CryptoBug.class)
                    .hasMessageContaining("a device signed wrongly");
            assertThatThrownBy(() -> token.signingKey("k", algorithm))
                    .satisfies(e -> hasState(e, TokenState.REFUSED))
                    .hasMessageContaining("key 'k' failed its self-test");
        }
    }

    @Test
    void aKeyThatFailsItsSelfTestIsNotLeftInTheToken() throws Exception {
        try (Pkcs11Library library =
                library(Function.SIGN, (real, arguments) -> flip(real.call(Function.SIGN, arguments), arguments[3]))) {
            HsmToken token = SoftHsm.open(library);
            faulty.set(true);
            assertThatThrownBy(() -> token.generateSigningKey("k", SignatureAlgorithm.ED25519))
                    .hasMessageContaining("failed its self-test");
        }
        assertThat(soft.tool("--list-objects")).doesNotContain("label:");
    }

    @Test
    void aTokenThatMakesAKeyLooserThanItWasToldIsRefused() throws Exception {
        Behaviour extractable = (real, arguments) -> {
            long code = real.call(Function.GET_ATTRIBUTE_VALUE, arguments);
            MemorySegment attribute = FaultyModule.at(arguments[2], Attribute.BYTES);
            if (attribute.get(ValueLayout.JAVA_LONG, 0) == Attribute.Type.EXTRACTABLE.code()) {
                FaultyModule.at(attribute.get(ValueLayout.JAVA_LONG, 8), 1).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            }
            return code;
        };
        faulty.set(true);
        try (Pkcs11Library library = library(Function.GET_ATTRIBUTE_VALUE, extractable)) {
            HsmToken token = SoftHsm.open(library);
            assertThatThrownBy(() -> token.generateSigningKey("k", SignatureAlgorithm.ECDSA_P256))
                    .hasMessageContaining("wrong CKA_EXTRACTABLE");
            assertThatThrownBy(() -> token.generateWrappingKey("w", RANDOM)).hasMessageContaining("wrong CKA_EXTRACTABLE");
        }
        assertThat(soft.tool("--list-objects")).doesNotContain("label:");
    }

    @ParameterizedTest
    @EnumSource(value = ReturnValue.class, names = {"DEVICE_REMOVED", "TOKEN_NOT_PRESENT", "USER_NOT_LOGGED_IN"})
    void aTokenThatIsGoneIsNotAskedAgainAndIsOpenedAnew(ReturnValue loss) throws Exception {
        var asked = new AtomicInteger();
        byte[] before;
        try (Pkcs11Library library = library(Function.SIGN_INIT, (real, arguments) -> {
            asked.incrementAndGet();
            return loss.code();
        })) {
            Signer signer = SoftHsm.open(library).generateSigningKey("k", SignatureAlgorithm.ED25519).signer(CONTEXT);
            before = signer.sign(MESSAGE);
            faulty.set(true);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> signer.sign(MESSAGE))
                        .satisfies(e -> hasState(e, ReturnValue.stateOf(loss.code())))
                        .hasMessageContaining("token 'shieldwall test'")
                        .hasMessageContaining("CKR_" + loss.name());
            }
            assertThat(asked).hasValue(1);
        }
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            Signer again = SoftHsm.open(library).signingKey("k", SignatureAlgorithm.ED25519).signer(CONTEXT);
            assertThat(again.sign(MESSAGE)).isEqualTo(before);
        }
    }

    /** The session is really closed in the module, behind our back. */
    @Test
    void aLostSessionFailsItsCallAndTheNextCallHasANewOne() throws Exception {
        var lastOpened = new AtomicLong();
        var module = new FaultyModule().with(Function.OPEN_SESSION, (real, arguments) -> {
            long code = real.call(Function.OPEN_SESSION, arguments);
            lastOpened.set(FaultyModule.at(arguments[4], 8).get(ValueLayout.JAVA_LONG, 0));
            return code;
        });
        var behindOurBack = new FunctionList(FunctionList.load(SoftHsm.module()));
        try (Pkcs11Library library = module.library()) {
            HsmToken token = SoftHsm.open(library);
            token.generateSigningKey("k", SignatureAlgorithm.ED25519);
            token.close();
            HsmToken second = SoftHsm.open(library);
            Signer signer = second.signingKey("k", SignatureAlgorithm.ED25519).signer(CONTEXT);
            behindOurBack.call(Function.CLOSE_SESSION, lastOpened.get());
            assertThatThrownBy(() -> signer.sign(MESSAGE))
                    .satisfies(e -> hasState(e, TokenState.SESSION_LOST))
                    .hasMessageContaining("CKR_SESSION_HANDLE_INVALID");
            new Verifier(signer.publicKey(), CONTEXT).verify(MESSAGE, signer.sign(MESSAGE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x10000, 0x20000, 0x40000})
    void aPinIsNotTriedWhereATryIsDangerous(long flag) {
        var tries = new AtomicInteger();
        var module = new FaultyModule()
                .with(Function.GET_TOKEN_INFO, (real, arguments) -> {
                    long code = real.call(Function.GET_TOKEN_INFO, arguments);
                    MemorySegment flags = FaultyModule.at(arguments[1] + 96, 8);
                    flags.set(ValueLayout.JAVA_LONG, 0, flags.get(ValueLayout.JAVA_LONG, 0) | flag);
                    return code;
                })
                .with(Function.LOGIN, (real, arguments) -> {
                    tries.incrementAndGet();
                    return real.call(Function.LOGIN, arguments);
                });
        try (Pkcs11Library library = module.library()) {
            assertThatThrownBy(() -> SoftHsm.open(library))
                    .satisfies(e -> hasState(e, flag == 0x40000 ? TokenState.PIN_LOCKED : TokenState.PIN_TRIES_LOW))
                    .hasMessageContaining("the PIN was not tried");
        }
        assertThat(tries).hasValue(0);
    }

    @Test
    void aFailureToCloseHidesNoOtherFailure() {
        var module = new FaultyModule()
                .with(Function.CLOSE_SESSION, (real, arguments) -> ReturnValue.DEVICE_REMOVED.code())
                .with(Function.SIGN_INIT, (real, arguments) -> ReturnValue.MECHANISM_INVALID.code());
        try (Pkcs11Library library = module.library()) {
            HsmToken token = SoftHsm.open(library);
            assertThatThrownBy(() -> token.generateSigningKey("k", SignatureAlgorithm.ED25519))
                    .hasMessageContaining("C_SignInit: CKR_MECHANISM_INVALID");
            token.close();
            assertThatThrownBy(() -> library.open(TokenSettings.of(SoftHsm.LABEL), SoftHsm.pin("73519265")))
                    .satisfies(e -> hasState(e, TokenState.PIN_WRONG));
        }
    }

    @Test
    void aBrokenCardInTheNextReaderDoesNotMatter() {
        Behaviour broken = (real, arguments) -> {
            long code = real.call(Function.GET_TOKEN_INFO, arguments);
            boolean ours = (FaultyModule.at(arguments[1] + 96, 8).get(ValueLayout.JAVA_LONG, 0) & 0x400) != 0;
            return ours ? code : ReturnValue.TOKEN_NOT_RECOGNIZED.code();
        };
        faulty.set(true);
        try (Pkcs11Library library = library(Function.GET_TOKEN_INFO, broken)) {
            SoftHsm.open(library);
            assertThatThrownBy(() -> library.open(TokenSettings.of("absent"), SoftHsm.pin(SoftHsm.PIN)))
                    .hasMessageContaining("CKR_TOKEN_NOT_RECOGNIZED");
        }
    }

    /** They are optional in the standard. */
    private static FaultyModule withoutFlags(AtomicInteger tries) {
        return new FaultyModule()
                .with(Function.GET_TOKEN_INFO, (real, arguments) -> {
                    long code = real.call(Function.GET_TOKEN_INFO, arguments);
                    MemorySegment flags = FaultyModule.at(arguments[1] + 96, 8);
                    flags.set(ValueLayout.JAVA_LONG, 0, flags.get(ValueLayout.JAVA_LONG, 0) & 0xffff);
                    return code;
                })
                .with(Function.LOGIN, (real, arguments) -> {
                    tries.incrementAndGet();
                    return real.call(Function.LOGIN, arguments);
                });
    }

    @Test
    void aWrongPinIsNotTriedAgainOnATokenThatDoesNotTellThatItWasWrong() {
        var tries = new AtomicInteger();
        FaultyModule module = withoutFlags(tries);
        try (Pkcs11Library library = module.library()) {
            for (TokenState expected : new TokenState[] {TokenState.PIN_WRONG, TokenState.PIN_TRIES_LOW}) {
                assertThatThrownBy(() -> library.open(TokenSettings.of(SoftHsm.LABEL), SoftHsm.pin("73519265")))
                        .satisfies(e -> hasState(e, expected));
            }
        }
        assertThat(tries).hasValue(1);
    }

    /** SoftHSM itself never locks a PIN. */
    @Test
    void aLockedPinIsSaidAndNotRetried() {
        faulty.set(true);
        try (Pkcs11Library library = answering(Function.LOGIN, ReturnValue.PIN_LOCKED)) {
            assertThatThrownBy(() -> SoftHsm.open(library))
                    .satisfies(e -> hasState(e, TokenState.PIN_LOCKED))
                    .hasMessageContaining("C_Login: CKR_PIN_LOCKED (0xA4)");
        }
    }

    @Test
    void aTokenThatIgnoresTheContextIsRefused() {
        Behaviour blind = (real, arguments) -> {
            long parameters = FaultyModule.at(arguments[1] + 8, 8).get(ValueLayout.JAVA_LONG, 0);
            FaultyModule.at(parameters + 32, 8).set(ValueLayout.JAVA_LONG, 0, 0);
            return 0;
        };
        var module = new FaultyModule();
        for (Function function : new Function[] {Function.ENCRYPT_INIT, Function.DECRYPT_INIT}) {
            module.with(function, (real, arguments) -> blind.answer(real, arguments) + real.call(function, arguments));
        }
        try (Pkcs11Library library = module.library()) {
            assertThatThrownBy(() -> SoftHsm.open(library).generateWrappingKey("w", RANDOM))
                    .satisfies(e -> hasState(e, TokenState.REFUSED))
                    .hasMessageContaining("failed its self-test: it opens in another context");
        }
    }

    @Test
    void aDataKeyIsNotSealedSoThatItNeverOpens() {
        try (Pkcs11Library library =
                library(Function.ENCRYPT, (real, arguments) -> flip(real.call(Function.ENCRYPT, arguments), arguments[3]))) {
            HsmWrappingKey key = SoftHsm.open(library).generateWrappingKey("w", RANDOM);
            SecretBytes dataKey = SecretBytes.random(64, RANDOM);
            faulty.set(true);
            assertThatThrownBy(() -> key.seal(dataKey, WRAP)).isInstanceOf(Pkcs11Exception.class);
        }
    }

    @Test
    void aTokenThatFailsToDecryptAnythingIsNotTakenForAForgery() throws Exception {
        try (Pkcs11Library library = answering(Function.DECRYPT, ReturnValue.GENERAL_ERROR)) {
            HsmWrappingKey key = SoftHsm.open(library).generateWrappingKey("w", RANDOM);
            byte[] sealed = key.seal(SecretBytes.random(32, RANDOM), WRAP);
            faulty.set(true);
            assertThatThrownBy(() -> key.open(sealed, WRAP))
                    .isInstanceOf(Pkcs11Exception.class)
                    .hasMessageContaining("CKR_GENERAL_ERROR");
        }
    }

    @Test
    void aFaultThatPassesIsNotTakenForAForgery() throws Exception {
        var faults = new AtomicInteger();
        try (Pkcs11Library library = library(Function.DECRYPT, (real, arguments) ->
                faults.getAndDecrement() > 0 ? ReturnValue.GENERAL_ERROR.code() : real.call(Function.DECRYPT, arguments))) {
            HsmWrappingKey key = SoftHsm.open(library).generateWrappingKey("w", RANDOM);
            SecretBytes dataKey = SecretBytes.random(32, RANDOM);
            byte[] sealed = key.seal(dataKey, WRAP);
            faulty.set(true);
            faults.set(1);
            assertThat(key.open(sealed, WRAP)).isEqualTo(dataKey);
        }
    }

    /** The first in the template of C_GenerateKeyPair is the public half. */
    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void whatCanBeDestroyedOfAFailedPairIsDestroyedAndThePrivateHalfFirst(int stubborn) throws Exception {
        var made = new long[8];
        var destroyed = new ArrayList<Long>();
        var module = new FaultyModule()
                .with(Function.GENERATE_KEY_PAIR, (real, arguments) -> {
                    long code = real.call(Function.GENERATE_KEY_PAIR, arguments);
                    made[6] = FaultyModule.at(arguments[6], 8).get(ValueLayout.JAVA_LONG, 0);
                    made[7] = FaultyModule.at(arguments[7], 8).get(ValueLayout.JAVA_LONG, 0);
                    return code;
                })
                .with(Function.SIGN, (real, arguments) -> flip(real.call(Function.SIGN, arguments), arguments[3]))
                .with(Function.DESTROY_OBJECT, (real, arguments) -> {
                    destroyed.add(arguments[1]);
                    return arguments[1] == made[stubborn]
                            ? ReturnValue.ACTION_PROHIBITED.code()
                            : real.call(Function.DESTROY_OBJECT, arguments);
                });
        try (Pkcs11Library library = module.library()) {
            HsmToken token = SoftHsm.open(library);
            assertThatThrownBy(() -> token.generateSigningKey("k", SignatureAlgorithm.ED25519))
                    .hasMessageContaining("failed its self-test")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
        assertThat(destroyed).containsExactly(made[7], made[6]);
    }

    @Test
    void aKeyWhoseCheckEndsInABugIsNotLeftInTheToken() throws Exception {
        var broken = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                throw new IllegalStateException("no randomness");
            }
        };
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            HsmToken token = SoftHsm.open(library);
            assertThatThrownBy(() -> token.generateWrappingKey("w", broken)).hasMessage("no randomness");
        }
        assertThat(soft.tool("--list-objects")).doesNotContain("label:");
    }

    @Test
    void aTokenThatHandsOutItsObjectsOneByOneHidesNoSecondKey() throws Exception {
        faulty.set(true);
        Behaviour oneByOne = (real, arguments) ->
                real.call(Function.FIND_OBJECTS, arguments[0], arguments[1], 1, arguments[3]);
        try (Pkcs11Library library = library(Function.FIND_OBJECTS, oneByOne)) {
            SoftHsm.open(library).generateWrappingKey("w", RANDOM);
        }
        soft.tool("--keygen", "--key-type", "AES:32", "--sensitive", "--private", "--label", "w");
        try (Pkcs11Library library = library(Function.FIND_OBJECTS, oneByOne)) {
            HsmToken token = SoftHsm.open(library);
            assertThatThrownBy(() -> token.wrappingKey("w", RANDOM)).hasMessageContaining("there are 2 keys");
        }
    }

    @Test
    void aKeyThatWantsThePinEachTimeIsRefusedAndTheOthersGoOn() throws Exception {
        soft.tool("--keypairgen", "--key-type", "EC:prime256v1", "--label", "strict", "--id", "0a", "--always-auth");
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            HsmToken token = SoftHsm.open(library);
            Signer good = token.generateSigningKey("good", SignatureAlgorithm.ED25519).signer(CONTEXT);
            assertThatThrownBy(() -> token.signingKey("strict", SignatureAlgorithm.ECDSA_P256))
                    .satisfies(e -> hasState(e, TokenState.REFUSED))
                    .hasMessageContaining("CKA_ALWAYS_AUTHENTICATE");
            assertThat(good.sign(MESSAGE)).isNotEmpty();
        }
        Behaviour unknown = (real, arguments) ->
                FaultyModule.at(arguments[2], Attribute.BYTES).get(ValueLayout.JAVA_LONG, 0) == 0x202
                        ? ReturnValue.ATTRIBUTE_TYPE_INVALID.code()
                        : real.call(Function.GET_ATTRIBUTE_VALUE, arguments);
        faulty.set(true);
        try (Pkcs11Library library = library(Function.GET_ATTRIBUTE_VALUE, unknown)) {
            SoftHsm.open(library).signingKey("good", SignatureAlgorithm.ED25519);
        }
    }

    /** A library that is loaded again is another object in the same process. */
    @Test
    void aWrongPinIsNotTriedAgainByALibraryThatIsLoadedAgain() {
        var tries = new AtomicInteger();
        FaultyModule module = withoutFlags(tries);
        for (TokenState expected : new TokenState[] {TokenState.PIN_WRONG, TokenState.PIN_TRIES_LOW}) {
            try (Pkcs11Library library = module.library()) {
                assertThatThrownBy(() -> library.open(TokenSettings.of(SoftHsm.LABEL), SoftHsm.pin("73519265")))
                        .satisfies(e -> hasState(e, expected));
            }
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    void aClosedPinCostsNoSession() {
        var open = new AtomicInteger();
        var module = new FaultyModule()
                .with(Function.OPEN_SESSION, (real, arguments) -> {
                    open.incrementAndGet();
                    return real.call(Function.OPEN_SESSION, arguments);
                })
                .with(Function.CLOSE_SESSION, (real, arguments) -> {
                    open.decrementAndGet();
                    return real.call(Function.CLOSE_SESSION, arguments);
                });
        SecretBytes closed = SoftHsm.pin(SoftHsm.PIN);
        closed.close();
        try (Pkcs11Library library = module.library()) {
            assertThatThrownBy(() -> library.open(TokenSettings.of(SoftHsm.LABEL), closed)).isInstanceOf(CryptoBug.class);
            assertThat(open).hasValue(0);
        }
    }

    @Test
    void lengthsThatCannotBeAreNotBelieved() {
        Behaviour long65 = (real, arguments) -> {
            FaultyModule.at(arguments[4], 8).set(ValueLayout.JAVA_LONG, 0, 65);
            return 0;
        };
        try (Pkcs11Library library = library(Function.SIGN, long65)) {
            Signer signer = SoftHsm.open(library).generateSigningKey("k", SignatureAlgorithm.ED25519).signer(CONTEXT);
            faulty.set(true);
            assertThatThrownBy(() -> signer.sign(MESSAGE)).hasMessageContaining("C_Sign reports 65 where there was room for 64");
        }
        Behaviour slots257 = (real, arguments) -> {
            FaultyModule.at(arguments[2], 8).set(ValueLayout.JAVA_LONG, 0, Cryptoki.MOST_SLOTS + 1);
            return 0;
        };
        try (Pkcs11Library library = library(Function.GET_SLOT_LIST, slots257)) {
            assertThatThrownBy(() -> SoftHsm.open(library)).hasMessageContaining("reports 257 where there was room for 256");
        }
        Behaviour unavailable = (real, arguments) -> {
            FaultyModule.at(arguments[2] + 16, 8).set(ValueLayout.JAVA_LONG, 0, -1);
            return 0;
        };
        try (Pkcs11Library library = library(Function.GET_ATTRIBUTE_VALUE, unavailable)) {
            assertThatThrownBy(() -> SoftHsm.open(library).signingKey("k", SignatureAlgorithm.ED25519))
                    .hasMessageContaining("C_GetAttributeValue reports 18446744073709551615");
        }
    }

    @Test
    void aHangingTokenHoldsNobodyLongerThanTheirPatience() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        Pkcs11Library library = library(Function.SIGN, (real, arguments) -> {
            inside.countDown();
            await(leave);
            return real.call(Function.SIGN, arguments);
        });
        HsmToken token = library.open(
                new TokenSettings(SoftHsm.LABEL, 1, Duration.ofMillis(50)), SoftHsm.pin(SoftHsm.PIN));
        Signer signer = token.generateSigningKey("k", SignatureAlgorithm.ED25519).signer(CONTEXT);
        faulty.set(true);
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<byte[]> hanging = threads.submit(() -> signer.sign(MESSAGE));
            inside.await();
            assertThatThrownBy(() -> signer.sign(MESSAGE)).hasMessageContaining("all 1 sessions are busy");
            assertThatThrownBy(library::close).hasMessageContaining("a call still runs; the module stays initialized");
            leave.countDown();
            new Verifier(signer.publicKey(), CONTEXT).verify(MESSAGE, hanging.get());
        }
        library.close();
    }

    /** In a native frame, out of which nothing may be thrown; a test that failed lets go after a while. */
    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
