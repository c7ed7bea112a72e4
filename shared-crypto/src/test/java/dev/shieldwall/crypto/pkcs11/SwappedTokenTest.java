package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another token where ours was, or beside it, under our label. */
class SwappedTokenTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretBytes DATA_KEY = SecretBytes.random(32, RANDOM);
    private static final String CONTEXT = "shieldwall/data-key/v1";

    @TempDir
    Path folder;

    private SoftHsm soft;
    private final AtomicBoolean swapped = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicInteger logins = new AtomicInteger();

    @BeforeEach
    void aToken() throws Exception {
        soft = SoftHsm.in(folder);
    }

    /** Loses the session of the first call after {@link #swapped} is set. */
    private FaultyModule losing() {
        return new FaultyModule().with(Function.ENCRYPT_INIT, (real, arguments) ->
                swapped.get() && lost.compareAndSet(false, true)
                        ? ReturnValue.SESSION_HANDLE_INVALID.code()
                        : real.call(Function.ENCRYPT_INIT, arguments));
    }

    private static void loseTheSession(HsmWrappingKey key) {
        assertThatThrownBy(() -> key.seal(DATA_KEY, CONTEXT))
                .isInstanceOfSatisfying(
                        Pkcs11Exception.class, e -> assertThat(e.state()).isEqualTo(TokenState.SESSION_LOST));
    }

    @Test
    void afterASessionWasLostAnotherTokenInTheSlotIsNotTakenForOurs() {
        var module = losing().with(Function.GET_TOKEN_INFO, (real, arguments) -> {
            long code = real.call(Function.GET_TOKEN_INFO, arguments);
            if (swapped.get()) {
                FaultyModule.at(arguments[1] + 80, 1).set(ValueLayout.JAVA_BYTE, 0, (byte) '?');
            }
            return code;
        });
        try (Pkcs11Library library = module.library()) {
            HsmWrappingKey key = SoftHsm.open(library).generateWrappingKey("w", RANDOM);
            swapped.set(true);
            loseTheSession(key);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> key.seal(DATA_KEY, CONTEXT))
                        .isInstanceOfSatisfying(
                                Pkcs11Exception.class, e -> assertThat(e.state()).isEqualTo(TokenState.TOKEN_LOST))
                        .hasMessageContaining("another token is in its slot");
            }
        }
    }

    @Test
    void afterASessionWasLostTheKeyIsLookedForAndCheckedAgain() {
        var module = losing().with(Function.GET_ATTRIBUTE_VALUE, (real, arguments) -> {
            long code = real.call(Function.GET_ATTRIBUTE_VALUE, arguments);
            MemorySegment attribute = FaultyModule.at(arguments[2], Attribute.BYTES);
            if (swapped.get() && attribute.get(ValueLayout.JAVA_LONG, 0) == Attribute.Type.EXTRACTABLE.code()) {
                FaultyModule.at(attribute.get(ValueLayout.JAVA_LONG, 8), 1).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            }
            return code;
        });
        try (Pkcs11Library library = module.library()) {
            HsmWrappingKey key = SoftHsm.open(library).generateWrappingKey("w", RANDOM);
            key.seal(DATA_KEY, CONTEXT);
            swapped.set(true);
            loseTheSession(key);
            assertThatThrownBy(() -> key.seal(DATA_KEY, CONTEXT)).hasMessageContaining("wrong CKA_EXTRACTABLE");
            swapped.set(false);
            assertThat(key.seal(DATA_KEY, CONTEXT)).isNotEmpty();
        }
    }

    @Test
    void ofTwoTokensWithOurLabelOnlyTheOneWithTheSerialIsToldThePin() throws Exception {
        soft.makeToken(SoftHsm.LABEL, SoftHsm.PIN);
        var module = new FaultyModule().with(Function.LOGIN, (real, arguments) -> {
            logins.incrementAndGet();
            return real.call(Function.LOGIN, arguments);
        });
        TokenSettings any = TokenSettings.of(SoftHsm.LABEL);
        try (Pkcs11Library library = module.library()) {
            Throwable both = org.assertj.core.api.Assertions.catchThrowable(() -> SoftHsm.open(library));
            Matcher serials = Pattern.compile("'shieldwall test' .serial (\\w+)").matcher(String.valueOf(both.getMessage()));
            assertThat(serials.find()).isTrue();
            String serial = serials.group(1);
            assertThatThrownBy(() -> library.open(any.withSerial("0"), SoftHsm.pin(SoftHsm.PIN)))
                    .hasMessageContaining("no token has the label 'shieldwall test' and the serial 0");
            assertThat(logins).hasValue(0);
            library.open(any.withSerial(serial), SoftHsm.pin(SoftHsm.PIN));
        }
        for (String serial : new String[] {"", "12345678901234567", "1 "}) {
            assertThatThrownBy(() -> any.withSerial(serial)).isInstanceOf(IllegalArgumentException.class);
        }
        any.withSerial("1234567890123456");
    }

    @Test
    void aKeyThatIsKnownByItsPublicHalfIsNotReplacedByAnotherOfItsLabel() {
        try (Pkcs11Library library = Pkcs11Library.load(SoftHsm.module())) {
            HsmToken token = SoftHsm.open(library);
            SignaturePublicKey root = token.generateSigningKey("root", SignatureAlgorithm.ED25519).publicKey();
            SignaturePublicKey other = token.generateSigningKey("other", SignatureAlgorithm.ED25519).publicKey();
            assertThat(token.signingKey("root", root).publicKey()).isEqualTo(root);
            assertThatThrownBy(() -> token.signingKey("root", other))
                    .hasMessageContaining("key 'root' is another one than the one that is expected");
        }
    }

    @Test
    void whatAForeignTokenCallsItselfCommandsNoTerminal() {
        var module = new FaultyModule().with(Function.GET_TOKEN_INFO, (real, arguments) -> {
            long code = real.call(Function.GET_TOKEN_INFO, arguments);
            byte[] name = "\u001b[2J\n\u00e9\\".getBytes(StandardCharsets.UTF_8);
            FaultyModule.at(arguments[1], name.length).copyFrom(MemorySegment.ofArray(name));
            return code;
        });
        try (Pkcs11Library library = module.library()) {
            assertThatThrownBy(() -> SoftHsm.open(library))
                    .hasMessageContaining("'\\u001b[2J\\u000a\\u00e9\\u005c")
                    .satisfies(e -> assertThat(String.valueOf(e.getMessage())).matches("[ -~]+"));
        }
    }
}
