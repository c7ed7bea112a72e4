package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.Tested;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * The backend of this process: the first of ACCP, Conscrypt and Bouncy Castle that loads. Every backend that loads
 * must pass the self-test, not only the chosen one, so that a fleet with different machines cannot disagree.
 */
final class SelectedBackend {

    /** System property that demands a backend by name; if it does not load, the process does not start. */
    static final String REQUIRED_PROPERTY = "shieldwall.ed25519.backend";

    static final Tested TESTED = Tested.chosen("Ed25519", SelectedBackend::name, SelectedBackend::select);

    private static volatile @Nullable SignatureBackend selected;

    private SelectedBackend() {}

    /** Selects on first use; a constant would bury the reason of a failure in an ExceptionInInitializerError. */
    static SignatureBackend get() {
        TESTED.require();
        return Objects.requireNonNull(selected);
    }

    private static String name() {
        SignatureBackend known = selected;
        return known == null ? "the libraries present" : known.name();
    }

    private static void select() {
        List<SignatureBackend> present = present();
        present.forEach(SelfTest::run);
        selected = choose(present, System.getProperty(REQUIRED_PROPERTY));
    }

    static SignatureBackend choose(List<SignatureBackend> present, @Nullable String required) {
        if (required == null) {
            return present.getFirst();
        }
        return present.stream()
                .filter(backend -> backend.name().equals(required))
                .findFirst()
                .orElseThrow(() -> new CryptoBug("the required signature backend '" + required + "' is not present; present: "
                        + present.stream().map(SignatureBackend::name).toList()));
    }

    /** All backends that load here, in order of preference. */
    static List<SignatureBackend> present() {
        List<SignatureBackend> backends = new ArrayList<>();
        Accp.provider().ifPresent(accp -> backends.add(new JcaBackend("accp", accp)));
        addConscrypt(backends);
        backends.add(new BouncyCastleBackend());
        return backends;
    }

    private static void addConscrypt(List<SignatureBackend> backends) {
        if (Conscrypt.isAvailable()) {
            backends.add(new JcaBackend("conscrypt", Conscrypt.newProvider()));
        }
    }
}
