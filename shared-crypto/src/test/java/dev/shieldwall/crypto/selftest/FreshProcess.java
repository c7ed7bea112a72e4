package dev.shieldwall.crypto.selftest;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The classes of this module loaded once more, so that nothing of them has been used yet; libraries are shared. */
final class FreshProcess extends URLClassLoader {

    private static final String OURS = "dev.shieldwall.crypto.";

    FreshProcess() {
        super(
                Stream.of(System.getProperty("java.class.path").split(":"))
                        .filter(entry -> !entry.endsWith(".jar") || entry.contains("shared-crypto"))
                        .map(FreshProcess::url)
                        .toArray(URL[]::new),
                FreshProcess.class.getClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = name.startsWith(OURS) && !name.equals("dev.shieldwall.crypto.LyingProvider")
                        ? findClass(name)
                        : super.loadClass(name, false);
            }
            return loaded;
        }
    }

    /** Calls a static method without result or parameter of {@link FirstUses} there. */
    void use(String method) throws Throwable {
        call(FirstUses.class, method);
    }

    /** What has been tested there, and what not. */
    String report() throws Throwable {
        return String.valueOf(call(FirstUses.class, "report"));
    }

    Object call(Class<?> type, String method) throws Throwable {
        try {
            var there = loadClass(type.getName()).getDeclaredMethod(method);
            there.setAccessible(true);
            return there.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
