package dev.shieldwall.benchmark.fuzz;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.kdf.Pkcs12Kdf;
import dev.shieldwall.crypto.keystore.Pkcs12;
import dev.shieldwall.crypto.keystore.Pkcs12RejectedException;
import dev.shieldwall.crypto.mac.Hmac;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** PKCS#12 of shared-crypto: files as they come, and contents that lie under a right MAC. */
final class Pkcs12Decoders {

    /** Of OpenSSL 3.0, with a key that nobody uses, because ours takes half a second to open. */
    private static final byte[] FILE = HexFormat.of().parseHex(""
            + "3082013e0201033081f506092a864886f70d010701a081e70481e43081e13081de06092a864886f70d010701a081d00481cd"
            + "3081ca3081c7060b2a864886f70d010c0a0102a0819e30819b305706092a864886f70d01050d304a302906092a864886f70d"
            + "01050c301c040800885feac1abaaf102020800300c06082a864886f70d02090500301d060960864801650304012a04108997"
            + "54bf385dd7f38c678ecc6682c5be0440d7875c45a700ffe3f4b93fc818d74859cdaad95c74ad69f36a412cb8501408bb1f28"
            + "e68a8845097b6da835d1984affd948136063f4f986f43d8c43da0ae0cd3f3117301506092a864886f70d01091431081e0600"
            + "6f006e006530413031300d060960864801650304020105000420405aa0cba155ade89f0be5d047be4c49acc8e194a3f98276"
            + "f83200d8a93384c60408e5e43d733ecf6b5102020800");

    /** Of the key in it, by OpenSSL 3.0. */
    private static final byte[] CERTIFICATE = HexFormat.of().parseHex(""
            + "3081d4308187021435f691a76d9ef103edef9167b199003dae27ce5f300506032b6570300c310a300806035504030c017830"
            + "20170d3236313132323037313231345a180f32313236313032393037313231345a300c310a300806035504030c0178302a30"
            + "0506032b6570032100d4f6c626ba07e6d2a3ba859669c76e47f278e641b6d171f191a44072af544392300506032b65700341"
            + "00f6ae760f42355454190f665beb57722325979325cc084003e21b224863d105a07b8b2a502114125712e95db26d980850f8"
            + "215d02c8bd59b00e5c51169b9d5209");

    private static final byte[] CERTIFICATE_BAG = HexFormat.of().parseHex("060b2a864886f70d010c0a0103");
    private static final byte[] CERTIFICATE_TYPE = HexFormat.of().parseHex("060a2a864886f70d01091601");

    /** Where things are in it. */
    private static final int VERSION = 4;
    private static final int TYPE = 10;
    private static final int CONTENTS = 27;
    private static final int MAC = 255;
    private static final int TAG = 276;
    private static final int SALT = 310;
    private static final int ITERATIONS = 318;

    private final SecretBytes password = SecretBytes.copyOf("correct horse".getBytes(StandardCharsets.US_ASCII));
    private final SignaturePublicKey key;
    private final Hmac mac;

    private Pkcs12Decoders() {
        mac = new Hmac(HashAlgorithm.SHA_256,
                Pkcs12Kdf.macKey(password, Arrays.copyOfRange(FILE, SALT, ITERATIONS), Pkcs12Kdf.MIN_ITERATIONS));
        try {
            key = Pkcs12.decode(FILE, password).key().publicKey();
        } catch (Pkcs12RejectedException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Decoder> all() {
        Pkcs12Decoders own = new Pkcs12Decoders();
        byte[] contents = Arrays.copyOfRange(FILE, CONTENTS, MAC);
        if (!Arrays.equals(own.sealed(contents), FILE)) {
            throw new IllegalStateException("the parts are elsewhere");
        }
        return List.of(
                new Decoder("pkcs12", own::file, List.of(FILE, indefinite(FILE))),
                new Decoder("pkcs12-contents", own::contents, List.of(contents, indefinite(contents), certified(contents))));
    }

    /** With the certificate in a part of its own. */
    private static byte[] certified(byte[] contents) {
        byte[] part = Arrays.copyOfRange(contents, 3, contents.length);
        byte[] certificate = value(0x30, joined(CERTIFICATE_TYPE, value(0xa0, value(0x04, CERTIFICATE))));
        byte[] bags = value(0x30, value(0x30, joined(CERTIFICATE_BAG, value(0xa0, certificate))));
        byte[] typed = joined(Arrays.copyOfRange(FILE, TYPE, TYPE + 11), value(0xa0, value(0x04, bags)));
        return value(0x30, joined(part, value(0x30, typed)));
    }

    /** A BIT STRING behind it: in an indefinite length the library checks its padding elsewhere. */
    private static byte[] indefinite(byte[] value) {
        return joined(new byte[] {0x30, (byte) 0x80}, value, value(0x03, new byte[] {4, 0x50}), new byte[2]);
    }

    private void file(byte[] input) {
        try (SignaturePrivateKey read = Pkcs12.decode(input, password).key()) {
            Decoder.require(read.publicKey().equals(key), "only the key that somebody with the password put there comes out");
        } catch (Pkcs12RejectedException e) {
            return;
        }
    }

    private void contents(byte[] input) {
        try {
            Pkcs12.decode(sealed(input), password).key().close();
        } catch (Pkcs12RejectedException e) {
            return;
        }
    }

    private byte[] sealed(byte[] contents) {
        byte[] typed = value(0x30, joined(Arrays.copyOfRange(FILE, TYPE, TYPE + 11), value(0xa0, value(0x04, contents))));
        byte[] front = Arrays.copyOfRange(FILE, MAC, TAG);
        byte[] back = Arrays.copyOfRange(FILE, SALT - 2, FILE.length);
        return value(0x30, joined(Arrays.copyOfRange(FILE, VERSION, VERSION + 3), typed, front, mac.tag(contents), back));
    }

    private static byte[] value(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80 ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100 ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : length < 0x10000 ? new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length}
                : new byte[] {(byte) tag, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        return joined(head, content);
    }

    private static byte[] joined(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
