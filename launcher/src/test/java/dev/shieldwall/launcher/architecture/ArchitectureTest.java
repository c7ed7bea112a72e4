package dev.shieldwall.launcher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every class of the product against every rule. */
class ArchitectureTest {

    private static final JavaClasses SHIELDWALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.shieldwall");

    static Stream<String> rules() {
        return Architecture.rules().keySet().stream();
    }

    @Test
    void theWholeProductIsSeen() {
        assertThat(SHIELDWALL.stream().map(type -> type.getPackageName().split("\\.")[2]).distinct())
                .contains("crypto", "model", "ledger", "consensus", "transport", "client", "service", "replica",
                        "identity", "capability", "session", "audit", "gateway", "node", "launcher");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(String rule) {
        Architecture.rules().get(rule).check(SHIELDWALL);
    }

    @Test
    void theLedgerAndTheProtocolComputeWithIntegersOnly() {
        var offenders = new ArrayList<String>();
        SHIELDWALL.stream()
                .filter(type -> type.getPackageName().matches("dev\\.shieldwall\\.(ledger|consensus)(\\..*)?"))
                .forEach(type -> offenders.addAll(floatingPoint(type.getSource().orElseThrow().getUri())));
        assertThat(offenders).isEmpty();
    }

    /** Methods that load, store, compute or convert a float or a double. */
    static List<String> floatingPoint(URI classFile) {
        try (var in = classFile.toURL().openStream()) {
            var model = ClassFile.of().parse(in.readAllBytes());
            return model.methods().stream()
                    .filter(method -> method.code().map(ArchitectureTest::usesFloatingPoint).orElse(false))
                    .map(method -> model.thisClass().asInternalName() + "." + method.methodName().stringValue())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean usesFloatingPoint(CodeModel code) {
        return code.elementStream()
                .anyMatch(element -> element instanceof Instruction instruction && isFloating(instruction.opcode()));
    }

    private static boolean isFloating(Opcode opcode) {
        String name = opcode.name();
        return name.matches("[FD](LOAD|STORE|CONST|ADD|SUB|MUL|DIV|REM|NEG|CMP|RETURN|ALOAD|ASTORE|2).*|[IL]2[FD]");
    }
}
