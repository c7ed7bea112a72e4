package dev.shieldwall.launcher.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerDirectivesTest {

    @TempDir
    Path folder;

    @Test
    void theJvmTakesThem() throws Exception {
        assertThat(printed(directives())).contains("1 compiler directives added").contains("Exclude:true");
    }

    @Test
    void aBrokenListIsNotTakenInSilence() throws Exception {
        CompilerDirectives directives = directives();
        Files.writeString(directives.file(), Files.readString(directives.file()).replace("match:", "mtach:"));
        assertThat(printed(directives)).doesNotContain("directives added");
    }

    private CompilerDirectives directives() throws Exception {
        var directives = new CompilerDirectives(folder.resolve("compiler.directives"));
        directives.write();
        return directives;
    }

    private static String printed(CompilerDirectives directives) throws Exception {
        List<String> command = new ArrayList<>(List.of(JavaProgram.tool("java").toString()));
        command.addAll(directives.flags());
        command.addAll(List.of("-XX:+CompilerDirectivesPrint", "-version"));
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
