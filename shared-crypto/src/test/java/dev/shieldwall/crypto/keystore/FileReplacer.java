package dev.shieldwall.crypto.keystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process of its own that replaces a file by one and another content in turn, and says so after each time. */
final class FileReplacer {

    private FileReplacer() {}

    /** @param args the file, the two contents, and how often; ends with 3 if a replacement fails */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        byte[][] contents = {Files.readAllBytes(Path.of(args[1])), Files.readAllBytes(Path.of(args[2]))};
        for (int n = 0; n < Integer.parseInt(args[3]); n++) {
            try {
                OwnerOnlyFile.replace(file, contents[n % 2], SealedKeyFile.MAX_BYTES);
            } catch (IOException e) {
                System.exit(3);
            }
            System.out.println(n);
        }
    }
}
