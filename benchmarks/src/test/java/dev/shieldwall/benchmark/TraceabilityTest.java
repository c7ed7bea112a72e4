package dev.shieldwall.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every claim of docs/traceability.md names a test that exists and ran, or a command that the script knows. */
class TraceabilityTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("^\\| (S[0-4]-\\d{2,3}) \\| (.+) \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");
    /** In other documents a class alone may be named, for all that it tests. */
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");
    private static final Pattern COMMAND = Pattern.compile("`\\./shieldwall (\\w+)[^`]*`");

    @Test
    void everyRowNamesATestOrACommand() throws IOException {
        List<String> bare = rows().stream()
                .filter(row -> !TEST.matcher(row).find() && !COMMAND.matcher(row).find())
                .toList();
        assertThat(rows()).isNotEmpty();
        assertThat(bare).isEmpty();
    }

    @Test
    void noRequirementHasTwoRows() throws IOException {
        List<String> ids = rows().stream().map(row -> row.substring(2, row.indexOf(' ', 2))).toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void everyTestNamedExists() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (String[] test : namedTests()) {
            if (sourcesOf(test[0]).stream().noneMatch(source -> declares(source, test[1]))) {
                missing.add(test[0] + "#" + test[1]);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTestNamedInAnyDocumentExists() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Path document : documents()) {
            Matcher named = NAMED.matcher(Files.readString(document));
            while (named.find()) {
                List<Path> sources = sourcesOf(named.group(1));
                boolean there = named.group(2) == null
                        ? !sources.isEmpty()
                        : sources.stream().anyMatch(source -> declares(source, named.group(2)));
                if (!there) {
                    missing.add(PROJECT.relativize(document) + " " + named.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> front = Files.list(PROJECT);
                Stream<Path> rest = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(front, rest).filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    /** Reads the reports that this build has left; a module whose tests were not run in this build is not judged. */
    @Test
    void everyTestNamedRan() throws IOException {
        Set<String> notRun = new TreeSet<>();
        int judged = 0;
        for (String[] test : namedTests()) {
            List<Path> reports = reportsOf(test[0]);
            judged += reports.size();
            if (!reports.isEmpty() && reports.stream().noneMatch(report -> ran(report, test[1]))) {
                notRun.add(test[0] + "#" + test[1]);
            }
        }
        Assumptions.assumeTrue(judged > 0, "no test reports: run ./shieldwall test, which runs every module first");
        assertThat(notRun).isEmpty();
    }

    @Test
    void everyCommandNamedIsKnownToTheScript() throws IOException {
        String script = Files.readString(PROJECT.resolve("shieldwall"));
        Set<String> unknown = new TreeSet<>();
        for (String row : rows()) {
            Matcher command = COMMAND.matcher(row);
            while (command.find()) {
                if (!script.contains(command.group(1))) {
                    unknown.add(command.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PROJECT.resolve("docs/traceability.md")).stream()
                .filter(line -> ROW.matcher(line).matches())
                .toList();
    }

    private static List<String[]> namedTests() throws IOException {
        var tests = new ArrayList<String[]>();
        for (String row : rows()) {
            Matcher test = TEST.matcher(row);
            while (test.find()) {
                tests.add(new String[] {test.group(1), test.group(2)});
            }
        }
        return tests;
    }

    private static List<Path> sourcesOf(String testClass) throws IOException {
        return find("src/test/java", testClass + ".java");
    }

    private static List<Path> reportsOf(String testClass) throws IOException {
        return find("target/surefire-reports", "." + testClass + ".xml");
    }

    private static List<Path> find(String folder, String suffix) throws IOException {
        var found = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path module : modules.filter(path -> Files.isDirectory(path.resolve(folder))).toList()) {
                try (Stream<Path> files = Files.walk(module.resolve(folder))) {
                    files.filter(file -> file.toString().endsWith(suffix)).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static boolean declares(Path source, String method) {
        return read(source).contains(" " + method + "(");
    }

    /** A report names each test case that ran; a skipped one carries an element that says so. */
    private static boolean ran(Path report, String method) {
        Matcher cases = Pattern.compile("<testcase name=\"" + method + "[\"(\\[{ ][^>]*?(/>|>\\s*(<skipped)?)")
                .matcher(read(report));
        while (cases.find()) {
            if (cases.group(2) == null) {
                return true;
            }
        }
        return false;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
