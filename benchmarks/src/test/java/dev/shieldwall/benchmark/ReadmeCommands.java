package dev.shieldwall.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that the README tells a newcomer to type, run by bash as they stand there, in a folder that looks like
 * the checkout: with {@code ./shieldwall}, {@code data} and {@code examples}. Only the port is another.
 */
final class ReadmeCommands {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String API_OF_THE_README = "http://127.0.0.1:18080/v1";
    private static final String CURL = """
            #!/usr/bin/env bash
            # curl as it is, and a copy of each answer for the test.
            number=$(($(ls "$ANSWERS" | grep -c status) + 1))
            exit=0
            /usr/bin/curl "$@" -o "$ANSWERS/$number.body" -w '%{http_code}' >"$ANSWERS/$number.status" || exit=$?
            cat "$ANSWERS/$number.body"
            exit $exit
            """;

    private final Path folder;

    /** What one curl was answered. */
    record HttpAnswer(int status, String body) {}

    /** What came of the whole block. */
    record Run(int exit, String output, List<HttpAnswer> answers) {}

    /** @param folder a new one, in which the commands are typed */
    ReadmeCommands(Path folder) {
        this.folder = folder;
    }

    /** The first block of shell commands under a heading. */
    static String block(String heading) throws IOException {
        Matcher block = Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "$.*?^```sh\n(.*?)^```$")
                .matcher(Files.readString(PROJECT.resolve("README.md")));
        assertThat(block.find()).as("a block of commands under " + heading).isTrue();
        return block.group(1);
    }

    Run run(String block, ScratchMesh mesh, Path dist) throws IOException, InterruptedException {
        assertThat(block).containsOnlyOnce(API_OF_THE_README);
        String commands = block.replace(API_OF_THE_README, mesh.gateway("/v1").toString());
        Path answers = prepare(mesh.data().root(), dist);
        Path output = folder.resolve("output");
        var bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands).directory(folder.toFile());
        bash.environment().put("ANSWERS", answers.toString());
        bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
        bash.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = bash.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(output), answers(answers));
    }

    /** The programs of the data folder are those of this build, so that the script finds nothing to build. */
    private Path prepare(Path data, Path dist) throws IOException {
        Files.createSymbolicLink(data.resolve("dist").resolve("of-this-build"), dist.toAbsolutePath());
        Files.createSymbolicLink(data.resolve("dist").resolve("current"), Path.of("of-this-build"));
        Files.createSymbolicLink(folder.resolve("data"), data);
        Files.createSymbolicLink(folder.resolve("examples"), PROJECT.resolve("examples"));
        program(folder.resolve("shieldwall"), """
                #!/usr/bin/env bash
                exec %s --data data "$@"
                """.formatted(PROJECT.resolve("shieldwall")));
        program(Files.createDirectory(folder.resolve("bin")).resolve("curl"), CURL);
        return Files.createDirectory(folder.resolve("answers"));
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static List<HttpAnswer> answers(Path folder) throws IOException {
        var answers = new ArrayList<HttpAnswer>();
        for (int number = 1; Files.exists(folder.resolve(number + ".status")); number++) {
            Path body = folder.resolve(number + ".body");
            answers.add(new HttpAnswer(
                    Integer.parseInt(Files.readString(folder.resolve(number + ".status"))), Files.readString(body)));
        }
        return answers;
    }
}
