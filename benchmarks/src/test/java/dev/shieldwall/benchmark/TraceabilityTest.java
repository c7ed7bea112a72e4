package dev.shieldwall.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every claim of docs/traceability.md names a test that exists and ran, or a command that the script knows. */
class TraceabilityTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("^\\| (S[0-4]-\\d{2,3}(?:, S[0-4]-\\d{2,3})*) \\| (.+) \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");
    /** In other documents a class alone may be named, for all that it tests. */
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");
    private static final Pattern COMMAND = Pattern.compile("`\\./shieldwall (\\w+)[^`]*`");
    /** How the script tells its commands apart; a label of a command within one stands further in. */
    private static final Pattern DISPATCH =
            Pattern.compile("^case \"\\$command\" in\n(.*?)^esac", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LABELS = Pattern.compile("^  ([a-z]+(?: \\| [a-z]+)*)\\)", Pattern.MULTILINE);
    private static final FileTime COMPILED = FileTime.fromMillis(1_700_000_000_000L);

    @Test
    void everyRowNamesATestOrACommand() throws IOException {
        List<String> bare = rows().stream()
                .filter(row -> !TEST.matcher(row).find() && !COMMAND.matcher(row).find())
                .toList();
        assertThat(rows()).isNotEmpty();
        assertThat(bare).isEmpty();
    }

    /** A row of another form would be checked by nobody. */
    @Test
    void everyRowThatBeginsWithAnIdIsRead() throws IOException {
        assertThat(Files.readAllLines(PROJECT.resolve("docs/traceability.md")).stream().filter(line -> line.startsWith("| S")))
                .containsExactlyElementsOf(rows());
    }

    @Test
    void noRequirementHasTwoRows() throws IOException {
        List<String> ids = rows().stream()
                .flatMap(row -> Stream.of(row.substring(2, row.indexOf(" |", 2)).split(", ")))
                .toList();
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

    /** Reads the reports that this build has left. */
    @Test
    void everyTestNamedRan() throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("test") == null, "only chosen tests (-Dtest): ./shieldwall test runs all");
        assertThat(notRun(PROJECT, namedTests())).isEmpty();
    }

    @Test
    void aTestRanOnlyIfAReportSaysSoThatIsNoOlderThanItsClass(@TempDir Path project) throws IOException {
        Path tests = project.resolve("module/target/test-classes/a/b/SomeTest.class");
        Path report = project.resolve("module/target/surefire-reports/TEST-a.b.SomeTest.xml");
        Files.createDirectories(tests.getParent());
        Files.createDirectories(report.getParent());
        Files.writeString(tests, "");
        Files.setLastModifiedTime(tests, COMPILED);
        List<String[]> named = List.<String[]>of(new String[] {"SomeTest", "holds"});
        assertThat(notRun(project, named)).as("no report").containsExactly("SomeTest#holds");

        Files.writeString(report, "<testcase name=\"holds\" time=\"1\"/>");
        Files.setLastModifiedTime(report, COMPILED);
        assertThat(notRun(project, named)).isEmpty();
        Files.setLastModifiedTime(report, FileTime.fromMillis(COMPILED.toMillis() - 1));
        assertThat(notRun(project, named)).as("of an earlier build").containsExactly("SomeTest#holds");

        Files.writeString(report, "<testcase name=\"holds\" time=\"0\">\n<skipped/></testcase>");
        assertThat(notRun(project, named)).as("skipped").containsExactly("SomeTest#holds");
    }

    private static Set<String> notRun(Path project, List<String[]> tests) throws IOException {
        Set<String> notRun = new TreeSet<>();
        for (String[] test : tests) {
            List<Path> reports = find(project, "target/surefire-reports", "." + test[0] + ".xml").stream()
                    .filter(TraceabilityTest::isOfItsClass)
                    .toList();
            boolean itsTurnMayCome = reports.isEmpty() && isOfThisModule(test[0]);
            if (!itsTurnMayCome && reports.stream().noneMatch(report -> ran(report, test[1]))) {
                notRun.add(test[0] + "#" + test[1]);
            }
        }
        return notRun;
    }

    private static boolean isOfThisModule(String testClass) throws IOException {
        return sourcesOf(testClass).stream().anyMatch(source -> source.startsWith(Path.of("").toAbsolutePath()));
    }

    /** Whoever compiled a test anew does not know yet whether it holds. */
    private static boolean isOfItsClass(Path report) {
        String name = report.getFileName().toString();
        String testClass = name.substring("TEST-".length(), name.length() - ".xml".length()).replace('.', '/');
        Path compiled = report.resolveSibling("../test-classes/" + testClass + ".class");
        try {
            return Files.getLastModifiedTime(report).compareTo(Files.getLastModifiedTime(compiled)) >= 0;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aWordOfTheScriptIsNoCommand() throws IOException {
        assertThat(commands()).contains("up", "status", "bench", "soak", "reset").doesNotContain("data", "run", "jdk");
    }

    private static Set<String> commands() throws IOException {
        Matcher dispatch = DISPATCH.matcher(Files.readString(PROJECT.resolve("shieldwall")));
        assertThat(dispatch.find()).as("the script tells commands apart").isTrue();
        return LABELS.matcher(dispatch.group(1)).results()
                .flatMap(label -> Stream.of(label.group(1).split(" \\| ")))
                .collect(Collectors.toSet());
    }

    @Test
    void everyCommandNamedIsKnownToTheScript() throws IOException {
        Set<String> known = commands();
        Set<String> unknown = new TreeSet<>();
        for (String row : rows()) {
            Matcher command = COMMAND.matcher(row);
            while (command.find()) {
                if (!known.contains(command.group(1))) {
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
        return find(PROJECT, "src/test/java", testClass + ".java");
    }

    private static List<Path> find(Path project, String folder, String suffix) throws IOException {
        var found = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(project)) {
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
            throw new UncheckedIOException(e);
        }
    }
}
