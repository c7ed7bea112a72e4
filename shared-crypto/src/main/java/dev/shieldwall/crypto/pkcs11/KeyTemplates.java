package dev.shieldwall.crypto.pkcs11;

import static dev.shieldwall.crypto.pkcs11.Attribute.no;
import static dev.shieldwall.crypto.pkcs11.Attribute.number;
import static dev.shieldwall.crypto.pkcs11.Attribute.text;
import static dev.shieldwall.crypto.pkcs11.Attribute.yes;

import dev.shieldwall.crypto.pkcs11.Attribute.Type;
import java.util.List;

/** What keys are looked for by, and made with. Each key has one use; a key that wraps keys wraps none by PKCS#11's call. */
final class KeyTemplates {

    static final int LONGEST_LABEL = 64;

    private static final long PUBLIC_KEY = 2;
    private static final long PRIVATE_KEY = 3;
    private static final long SECRET_KEY = 4;
    private static final long AES = 0x1f;
    private static final long AES_KEY_BYTES = 32;

    private KeyTemplates() {}

    static List<Attribute> anyWith(String label) {
        return List.of(yes(Type.TOKEN), text(Type.LABEL, checked(label)));
    }

    static List<Attribute> publicKey(SigningMechanism mechanism, String label) {
        return existing(PUBLIC_KEY, mechanism.keyType(), label);
    }

    static List<Attribute> privateKey(SigningMechanism mechanism, String label) {
        return existing(PRIVATE_KEY, mechanism.keyType(), label);
    }

    static List<Attribute> aesKey(String label) {
        return existing(SECRET_KEY, AES, label);
    }

    private static List<Attribute> existing(long objectClass, long keyType, String label) {
        return List.of(
                number(Type.CLASS, objectClass), number(Type.KEY_TYPE, keyType), yes(Type.TOKEN),
                text(Type.LABEL, checked(label)));
    }

    static List<Attribute> newPublicKey(SigningMechanism mechanism, String label) {
        return List.of(
                yes(Type.TOKEN), no(Type.PRIVATE), text(Type.LABEL, checked(label)), text(Type.ID, label),
                new Attribute(Type.EC_PARAMS, mechanism.curve()), yes(Type.VERIFY), no(Type.ENCRYPT), no(Type.WRAP));
    }

    static List<Attribute> newPrivateKey(String label) {
        return List.of(
                yes(Type.TOKEN), yes(Type.PRIVATE), yes(Type.SENSITIVE), no(Type.EXTRACTABLE),
                text(Type.LABEL, checked(label)), text(Type.ID, label), yes(Type.SIGN), no(Type.DECRYPT),
                no(Type.UNWRAP), no(Type.DERIVE));
    }

    static List<Attribute> newAesKey(String label) {
        return List.of(
                number(Type.VALUE_LEN, AES_KEY_BYTES), yes(Type.TOKEN), yes(Type.PRIVATE), yes(Type.SENSITIVE),
                no(Type.EXTRACTABLE), text(Type.LABEL, checked(label)), text(Type.ID, label), yes(Type.ENCRYPT),
                yes(Type.DECRYPT), no(Type.WRAP), no(Type.UNWRAP));
    }

    private static String checked(String label) {
        boolean printable = label.chars().allMatch(c -> c > ' ' && c <= '~');
        if (label.isEmpty() || label.length() > LONGEST_LABEL || !printable) {
            throw new IllegalArgumentException("a key's label is 1 to " + LONGEST_LABEL + " printable ASCII characters");
        }
        return label;
    }
}
