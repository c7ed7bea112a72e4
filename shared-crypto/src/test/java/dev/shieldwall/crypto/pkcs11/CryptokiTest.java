package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.pkcs11.Attribute.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bounds of single calls, below keys and tokens. */
class CryptokiTest {

    @TempDir
    Path folder;

    /** Of the session, so they are gone with it. */
    private static List<Attribute> aesKey(String label) {
        return List.of(Attribute.number(Type.VALUE_LEN, 32), Attribute.no(Type.TOKEN), Attribute.text(Type.LABEL, label));
    }

    @Test
    void attributesAndFindingsAreBoundedOnBothSides() throws Exception {
        SoftHsm.in(folder);
        var cryptoki = new Cryptoki(new FunctionList(FunctionList.load(SoftHsm.module())));
        cryptoki.initialize();
        try {
            long session = cryptoki.openSession(cryptoki.slots().getFirst());
            cryptoki.login(session, SoftHsm.pin(SoftHsm.PIN));
            String longest = "x".repeat(Cryptoki.LONGEST_ATTRIBUTE);
            long fits = cryptoki.generateKey(session, Cryptoki.AES_KEY_GEN, aesKey(longest));
            assertThat(cryptoki.attribute(session, fits, Type.LABEL)).asString().isEqualTo(longest);
            long tooLong = cryptoki.generateKey(session, Cryptoki.AES_KEY_GEN, aesKey(longest + "x"));
            assertThatThrownBy(() -> cryptoki.attribute(session, tooLong, Type.LABEL))
                    .hasMessageContaining("C_GetAttributeValue: CKR_BUFFER_TOO_SMALL");

            for (int i = 1; i <= Cryptoki.MOST_OBJECTS + 1; i++) {
                cryptoki.generateKey(session, Cryptoki.AES_KEY_GEN, aesKey("many"));
                assertThat(cryptoki.find(session, List.of(Attribute.text(Type.LABEL, "many"))))
                        .hasSize(Math.min(i, Cryptoki.MOST_OBJECTS));
            }
            long one = cryptoki.find(session, List.of(Attribute.text(Type.LABEL, longest))).getFirst();
            cryptoki.destroy(session, one);
            assertThat(cryptoki.find(session, List.of(Attribute.text(Type.LABEL, longest)))).isEmpty();
        } finally {
            cryptoki.end();
        }
    }

    @Test
    void asManySlotsAsThereIsRoomForAreLookedAt() throws Exception {
        SoftHsm.in(folder);
        var module = new FaultyModule().with(Function.GET_SLOT_LIST, (real, arguments) -> {
            long code = real.call(Function.GET_SLOT_LIST, arguments);
            MemorySegment slots = FaultyModule.at(arguments[1], 8L * Cryptoki.MOST_SLOTS);
            long ours = slots.get(ValueLayout.JAVA_LONG, 0);
            for (int i = 0; i < Cryptoki.MOST_SLOTS; i++) {
                slots.setAtIndex(ValueLayout.JAVA_LONG, i, ours);
            }
            FaultyModule.at(arguments[2], 8).set(ValueLayout.JAVA_LONG, 0, Cryptoki.MOST_SLOTS);
            return code;
        });
        try (Pkcs11Library library = module.library()) {
            assertThatThrownBy(() -> SoftHsm.open(library)).hasMessageContaining("256 tokens have the label");
        }
    }
}
