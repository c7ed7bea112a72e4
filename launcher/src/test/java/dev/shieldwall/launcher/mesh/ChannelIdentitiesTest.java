package dev.shieldwall.launcher.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.channel.core.ComponentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelIdentitiesTest {

    private static final int CALLERS = 16;

    @TempDir
    Path folder;

    private static ComponentName caller(int number) {
        return new ComponentName("caller" + number);
    }

    @Test
    void whoIsAdmittedAtTheSameTimeAsOthersIsListedOnce() throws Exception {
        var together = new CyclicBarrier(2 * CALLERS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> admitted = IntStream.range(0, 2 * CALLERS)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        return new ChannelIdentities(folder).admit(caller(i / 2));
                    }))
                    .toList();
            for (int i = 0; i < CALLERS; i++) {
                assertThat(admitted.get(2 * i).get()).isNotEqualTo(admitted.get(2 * i + 1).get());
            }
        }
        assertThat(Files.readAllLines(folder.resolve("peers"))).hasSize(CALLERS).doesNotHaveDuplicates();
    }

    /** Otherwise a call before the first start would be another gateway to whoever knows the real one. */
    @Test
    void aCallerMakesNoIdentityForTheGateway() throws Exception {
        var identities = new ChannelIdentities(folder);
        assertThat(identities.admit(caller(0))).isTrue();
        assertThatThrownBy(() -> identities.client(caller(0))).isInstanceOf(NoSuchFileException.class);
        assertThat(folder.resolve("gateway.identity.pem")).doesNotExist();
        assertThat(identities.admit(ChannelIdentities.GATEWAY)).isTrue();
        identities.client(caller(0)).close();
    }

    @Test
    void linesOfAnOperatorStay() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("peers"), "# mine\nteller 00");
        new ChannelIdentities(folder).admit(caller(0));
        assertThat(Files.readAllLines(folder.resolve("peers")))
                .hasSize(3)
                .startsWith("# mine", "teller 00");
    }
}
