package dev.shieldwall.crypto.kdf;

import dev.shieldwall.crypto.internal.JdkProviders;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;

/** The JDK's MACs; remembers the arrays that they have given out, which are the caller's to overwrite. */
public final class RememberingProvider extends Provider {

    static final List<byte[]> GIVEN_OUT = Collections.synchronizedList(new ArrayList<>());

    private static final long serialVersionUID = 1L;

    RememberingProvider() {
        super("Remembering", "1", "answers rightly");
        put("Mac.HmacSHA256", Sha256.class.getName());
        put("Mac.HmacSHA512", Sha512.class.getName());
    }

    public static final class Sha256 extends Remembering {

        public Sha256() throws GeneralSecurityException {
            super("HmacSHA256");
        }
    }

    public static final class Sha512 extends Remembering {

        public Sha512() throws GeneralSecurityException {
            super("HmacSHA512");
        }
    }

    private abstract static class Remembering extends MacSpi {

        private final Mac real;

        Remembering(String name) throws GeneralSecurityException {
            real = Mac.getInstance(name, JdkProviders.SUN_JCE);
        }

        @Override
        protected int engineGetMacLength() {
            return real.getMacLength();
        }

        @Override
        protected void engineInit(Key key, @Nullable AlgorithmParameterSpec parameters)
                throws InvalidKeyException {
            real.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            real.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            real.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            byte[] given = real.doFinal();
            GIVEN_OUT.add(given);
            return given;
        }

        @Override
        protected void engineReset() {
            real.reset();
        }
    }
}
