package dev.shieldwall.crypto.aead;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.KnownAnswer;

/** A published message of an algorithm. */
record KnownSeal(AeadKey key, String nonceHex, String plaintextHex, String associatedDataHex, String sealedHex) {

    /** "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it." */
    private static final String SUNSCREEN = "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f6620273939"
            + "3a204966204920636f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220"
            + "746865206675747572652c2073756e73637265656e20776f756c642062652069742e";

    private static final String SUNSCREEN_HEADER = "50515253c0c1c2c3c4c5c6c7";
    private static final String COUNTING_KEY = "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";

    static KnownSeal of(AeadAlgorithm algorithm) {
        return switch (algorithm) {
            case AES_256_GCM -> new KnownSeal(key(algorithm, "00".repeat(32)), "00".repeat(12), "00".repeat(16), "",
                    "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
            case CHACHA20_POLY1305 -> new KnownSeal(key(algorithm, COUNTING_KEY), "070000004041424344454647", SUNSCREEN,
                    SUNSCREEN_HEADER, "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca96712"
                    + "82fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58"
                    + "fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09"
                    + "e26a7e902ecbd0600691");
            case XCHACHA20_POLY1305 -> new KnownSeal(key(algorithm, COUNTING_KEY),
                    "404142434445464748494a4b4c4d4e4f5051525354555657", SUNSCREEN, SUNSCREEN_HEADER, "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa644"
                    + "0bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e"
                    + "3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7"
                    + "987947deafd8780acf49");
        };
    }

    private static AeadKey key(AeadAlgorithm algorithm, String hex) {
        return AeadKey.of(algorithm, SecretBytes.copyOf(KnownAnswer.hex(hex)));
    }

    byte[] nonce() {
        return KnownAnswer.hex(nonceHex);
    }

    byte[] plaintext() {
        return KnownAnswer.hex(plaintextHex);
    }

    byte[] associatedData() {
        return KnownAnswer.hex(associatedDataHex);
    }
}
