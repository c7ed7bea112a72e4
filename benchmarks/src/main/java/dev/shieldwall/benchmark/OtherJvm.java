package dev.shieldwall.benchmark;

import dev.shieldwall.launcher.folder.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures of a main class that needs a process of its own; it prints them with {@link #print}. */
record OtherJvm(Class<?> main, List<String> flags, Map<String, String> environment) {

    List<Figure> run() throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        command.add(main.getName());
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process child = builder.start();
        try (BufferedReader lines = child.inputReader()) {
            List<Figure> figures = lines.lines().map(OtherJvm::parse).toList();
            if (child.waitFor() != 0) {
                throw new Refusal(main.getSimpleName() + " ended with " + child.exitValue());
            }
            return figures;
        } finally {
            child.destroyForcibly();
        }
    }

    private static Figure parse(String line) {
        String[] columns = line.split("\t");
        return new Figure(columns[0], Double.parseDouble(columns[1]), columns[2], columns[3]);
    }

    /** A line on standard output, in the other JVM. */
    static void print(Figure figure, String conditions) {
        System.out.println(String.join("\t", figure.name(), Double.toString(figure.value()), figure.unit(),
                conditions + ", " + figure.conditions()));
    }
}
