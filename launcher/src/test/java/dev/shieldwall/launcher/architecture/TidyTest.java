package dev.shieldwall.launcher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.shieldwall.launcher.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader notices before reading: size of files and methods, things left undone, the shape of the repository. */
class TidyTest {

    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 60;
    private static final int PARAMETERS = 4;
    private static final int CONSTRUCTOR_PARAMETERS = 5;
    private static final int SERVICE_CONFIGURATION_LINES = 15;
    /** Written so that this file does not find itself. */
    private static final Pattern UNDONE = Pattern.compile("TO" + "DO|FIX" + "ME|XX" + "X");
    private static final List<String> MAY_CATCH_ALL =
            List.of("dev/shieldwall/replica/host/", "dev/shieldwall/service/problem/");
    /** Functions of a formula whose terms have no common name. The list may only shrink. */
    private static final List<String> FORMULAS = List.of(
            "MerkleProofs.verifyInclusion", "Attestation.message", "Vote.signedBytes", "CommandJws.part");
    private static final Pattern README_ROW = Pattern.compile("(?m)^\\|\\s*\\[?`([a-z-]+)`");

    @TempDir
    Path folder;

    @Test
    void noFileIsLongerThanFiveHundredLines() {
        assertThat(SourceTree.sources(".java")).filteredOn(file -> lines(file).size() > FILE_LINES).isEmpty();
    }

    @Test
    void nothingIsLeftUndone() {
        var files = new ArrayList<>(SourceTree.sources(".java"));
        files.addAll(SourceTree.sources(".yml"));
        files.addAll(SourceTree.sources(".sql"));
        files.add(SourceTree.root().resolve("shieldwall"));
        assertThat(files).filteredOn(file -> UNDONE.matcher(SourceTree.text(file)).find()).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndMarksNulls() {
        assertThat(mainSources().map(Path::getParent).distinct())
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .exists()
                        .content()
                        .contains("@NullMarked")
                        .startsWith("/** "));
    }

    @Test
    void serviceConfigurationIsShort() {
        var own = SourceTree.sources(".yml").stream()
                .filter(file -> file.toString().contains("-service/src/main/resources/"))
                .filter(file -> !file.getFileName().toString().equals("shieldwall-defaults.yml"))
                .toList();
        assertThat(own).filteredOn(file -> lines(file).size() > SERVICE_CONFIGURATION_LINES).isEmpty();
    }

    @Test
    void theReadmeListsTheModulesThatThereAre() {
        Path readme = SourceTree.root().resolve("README.md");
        if (!Files.exists(readme)) {
            return;
        }
        var listed = README_ROW.matcher(SourceTree.text(readme)).results().map(row -> row.group(1)).toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(SourceTree.modules());
    }

    @Test
    void methodsAreShortTakeLittleAndCatchWhatTheyKnow() throws IOException {
        assertThat(faults(mainSources().toList())).isEmpty();
    }

    @Test
    void theseFaultsAreFound() throws IOException {
        Path sick = folder.resolve("Sick.java");
        Files.writeString(sick, """
                class Sick {
                    Sick(int a, int b, int c, int d, int e, int f) {}
                    void five(int a, int b, int c, int d, int e) {}
                    void greedy() { try { five(1, 2, 3, 4, 5); } catch (Exception e) { } }
                    void either() { try { five(1, 2, 3, 4, 5); } catch (Error | RuntimeException e) { } }
                    void longOne() {
                %s    }
                    record Wide(int a, int b, int c, int d, int e, int f) { Wide {} }
                    Sick(int a, int b, int c, int d, int e) {}
                    void four(int a, int b, int c, int d) {}
                }
                """.formatted("        four(1, 2, 3, 4);\n".repeat(METHOD_LINES)));
        assertThat(faults(List.of(sick)))
                .satisfiesExactly(
                        fault -> assertThat(fault).contains("6 parameters"),
                        fault -> assertThat(fault).contains("five").contains("5 parameters"),
                        fault -> assertThat(fault).contains("catches Exception"),
                        fault -> assertThat(fault).contains("longOne").contains("lines"));
    }

    private static Stream<Path> mainSources() {
        return SourceTree.sources(".java").stream().filter(file -> file.toString().contains("/src/main/"));
    }

    private static List<String> lines(Path file) {
        return SourceTree.text(file).lines().toList();
    }

    /** Read by the compiler's own parser, so that no layout of the text can hide one. */
    private static List<String> faults(List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            var faults = new ArrayList<String>();
            for (CompilationUnitTree unit : task.parse()) {
                new FaultFinder(unit, positions, faults).scan(unit, null);
            }
            return faults;
        }
    }

    private static final class FaultFinder extends TreePathScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> faults;

        FaultFinder(CompilationUnitTree unit, SourcePositions positions, List<String> faults) {
            this.unit = unit;
            this.positions = positions;
            this.faults = faults;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean constructor = method.getReturnType() == null;
            var owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            String name = owner.getSimpleName() + "." + method.getName();
            int parameters = method.getParameters().size();
            if (parameters > mostParameters(method, owner, constructor) && !FORMULAS.contains(name)) {
                fault(method, name + " has " + parameters + " parameters");
            }
            if (method.getBody() != null) {
                long lines = line(positions.getEndPosition(unit, method.getBody())) - line(start(method.getBody())) + 1;
                if (lines > METHOD_LINES) {
                    fault(method, name + " has " + lines + " lines");
                }
            }
            return super.visitMethod(method, nothing);
        }

        /** Whoever overrides has no choice; a bean method is a constructor by another name. */
        private static int mostParameters(MethodTree method, ClassTree owner, boolean constructor) {
            String annotations = method.getModifiers().getAnnotations().toString();
            if (annotations.contains("@Override") || (constructor && owner.getKind() == Tree.Kind.RECORD)) {
                return Integer.MAX_VALUE;
            }
            return constructor || annotations.contains("@Bean") ? CONSTRUCTOR_PARAMETERS : PARAMETERS;
        }

        @Override
        public Void visitCatch(CatchTree clause, Void nothing) {
            String type = clause.getParameter().getType().toString();
            boolean allowed = MAY_CATCH_ALL.stream().anyMatch(unit.getSourceFile().getName()::contains);
            if (!allowed && (type.equals("Exception") || type.equals("Throwable"))) {
                fault(clause, "catches " + type);
            }
            return super.visitCatch(clause, nothing);
        }

        private void fault(Tree tree, String what) {
            faults.add(unit.getSourceFile().getName() + ":" + line(start(tree)) + " " + what);
        }

        private long start(Tree tree) {
            return positions.getStartPosition(unit, tree);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
