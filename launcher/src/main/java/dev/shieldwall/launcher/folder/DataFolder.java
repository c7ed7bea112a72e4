package dev.shieldwall.launcher.folder;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one folder in which a mesh lives: database, logs of the replicas, keys, copies of the programs. What it is and
 * which version of the layout wrote it stands in {@code mesh.properties}.
 */
public final class DataFolder {

    /** Raised whenever an older program could not read what a newer one wrote, or the other way round. */
    public static final String FORMAT = "3";

    private static final String FORMAT_KEY = "format";
    private static final String PORT_BASE_KEY = "port-base";
    private static final String REPLICAS_KEY = "replicas";
    private static final int DEFAULT_REPLICAS = 4;
    private static final String LAST_START_KEY = "last-start-seconds";
    /** Everything that a mesh makes here besides the programs and the description; parts of files are of a crash. */
    private static final Pattern PART = Pattern.compile(
            "logs|run|secrets|config|postgres|operator|keys|replica-[0-9]+|genesis[.]json([.]part)?|[.].+[.]part");

    private final Path root;

    public DataFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    public Path dist() {
        return root.resolve("dist");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    /** Process ids of what runs. */
    public Path run() {
        return root.resolve("run");
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    /** Identities of those who talk through secure channels, and the list of who may. */
    public Path channels() {
        return secrets().resolve("channels");
    }

    /** Property files that the processes are given, written anew at each start. */
    public Path config() {
        return root.resolve("config");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path replica(int replica) {
        return root.resolve("replica-" + replica);
    }

    /** The public description of the mesh from which every replica, service and verifier starts. */
    public Path genesis() {
        return root.resolve("genesis.json");
    }

    public Path controlToken() {
        return secrets().resolve("control.token");
    }

    /** The password of one database role. */
    public Path databasePassword(String role) {
        return secrets().resolve("postgres-" + role + ".password");
    }

    /** Held locked by the supervisor as long as it lives. */
    public Path lock() {
        return root.resolve("lock");
    }

    private Path description() {
        return root.resolve("mesh.properties");
    }

    public boolean exists() {
        return Files.exists(description());
    }

    /** Makes the folder if there is none; refuses one that another version laid out, or that is not ours. */
    public void open(OptionalInt wantedBase) throws IOException {
        checkFormat();
        PrivateFile.folder(root);
        for (Path part : new Path[] {dist(), logs(), run(), secrets(), config()}) {
            PrivateFile.folder(part);
        }
        if (!Files.exists(controlToken())) {
            PrivateFile.write(controlToken(), PrivateFile.newSecret());
        }
        Properties properties = read();
        properties.setProperty(FORMAT_KEY, FORMAT);
        if (wantedBase.isPresent() || properties.getProperty(PORT_BASE_KEY) == null) {
            properties.setProperty(
                    PORT_BASE_KEY, Integer.toString(new PortBlock(wantedBase.orElse(PortBlock.DEFAULT_BASE)).base()));
        }
        write(properties);
    }

    /** Throws unless the folder is absent, holds nothing but the programs, or was laid out by this version. */
    public void checkFormat() throws IOException {
        if (!exists()) {
            if (Files.isDirectory(root) && hasForeignFiles()) {
                throw new Refusal(root + " is not empty and not a data folder of Shieldwall; choose another with --data");
            }
            return;
        }
        String found = read().getProperty(FORMAT_KEY, "none");
        if (!found.equals(FORMAT)) {
            throw new Refusal(root + " was written by another version (data format " + found + ", this program reads "
                    + FORMAT + "); use that version, or another folder with --data");
        }
    }

    private boolean hasForeignFiles() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.anyMatch(file -> !stays(file));
        }
    }

    public PortBlock ports() throws IOException {
        String base = read().getProperty(PORT_BASE_KEY);
        return new PortBlock(base == null ? PortBlock.DEFAULT_BASE : Integer.parseInt(base));
    }

    /** How many replicas the mesh has; fixed when its genesis is made. */
    public int replicas() throws IOException {
        return Integer.parseInt(read().getProperty(REPLICAS_KEY, Integer.toString(DEFAULT_REPLICAS)));
    }

    /** How long the last start took, to tell the person who waits for the next one. */
    public OptionalInt lastStartSeconds() throws IOException {
        String seconds = read().getProperty(LAST_START_KEY);
        return seconds == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(seconds));
    }

    public void rememberStart(int seconds) throws IOException {
        Properties properties = read();
        properties.setProperty(LAST_START_KEY, Integer.toString(seconds));
        write(properties);
    }

    /**
     * Deletes what a mesh keeps here. The copies of the programs stay: they hold no data and take minutes to build. The
     * lock stays as well: a start that waits for another one would take a second lock of the same name.
     *
     * @return what else stays, because no mesh put it here
     */
    public List<Path> deleteData() throws IOException {
        if (!exists()) {
            throw new Refusal(root + " is not a data folder of Shieldwall; nothing deleted");
        }
        var foreign = new ArrayList<Path>();
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.filter(file -> !stays(file)).toList()) {
                if (PART.matcher(String.valueOf(file.getFileName())).matches()) {
                    deleteTree(file);
                } else {
                    foreign.add(file);
                }
            }
        }
        Files.delete(description()); // last, so that an interrupted deletion can be taken up again
        return List.copyOf(foreign);
    }

    private boolean stays(Path file) {
        return file.equals(dist()) || file.equals(lock()) || file.equals(description());
    }

    private static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Properties read() throws IOException {
        var properties = new Properties();
        if (exists()) {
            properties.load(new StringReader(Files.readString(description(), StandardCharsets.UTF_8)));
        }
        return properties;
    }

    private void write(Properties properties) throws IOException {
        var text = new StringWriter();
        properties.store(text, "Shieldwall data folder");
        PrivateFile.write(description(), text.toString());
    }
}
