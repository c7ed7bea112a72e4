package dev.shieldwall.crypto;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Where the vectors are not there, nobody takes that for a pass. */
class PublicVectorsReadTest {

    @TempDir
    Path empty;

    @Test
    void absentVectorsSkipTheTestAndNameThePlace() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> PublicVectors.read(empty.resolve("a.json"), false))
                .withMessageContaining(empty.toString());
    }

    @Test
    void absentVectorsFailTheTestWhereTheyAreDemanded() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> PublicVectors.read(empty.resolve("a.json"), true))
                .withMessageContaining(empty.toString());
    }
}
