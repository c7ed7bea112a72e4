package dev.shieldwall.replica.host;

import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SignedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands on which a rule broke. Their bytes are kept so that the defect can be found; they are not tried again. */
final class Poison {

    private static final Logger LOG = LoggerFactory.getLogger(Poison.class);
    private static final int MAX_KEPT = 1_000;

    private final Path folder;
    private final Set<Hash> known = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Boolean> eldest) {
            return size() > MAX_KEPT;
        }
    }));

    Poison(Path folder) {
        this.folder = folder;
    }

    boolean contains(Hash jwsHash) {
        return known.contains(jwsHash);
    }

    void keep(SignedCommand command, Throwable defect) {
        if (!known.add(command.jwsHash())) {
            return;
        }
        Path file = folder.resolve(command.jwsHash().toHex() + ".jws");
        LOG.error("ALARM a rule broke on command {}, kept in {}", command.payload().commandId(), file, defect);
        try {
            Files.createDirectories(folder);
            Files.write(file, command.jws().unsafeArray());
        } catch (IOException e) {
            LOG.error("the command could not be kept", e);
        }
    }
}
