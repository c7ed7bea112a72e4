package dev.shieldwall.launcher.process;

/** A process that does nothing until it is ended; told to, it ends by itself or ignores SIGTERM. */
public final class ChildProcess {

    private ChildProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        String habit = arguments.length == 0 ? "" : arguments[0];
        if (habit.equals("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        System.out.println("child is up");
        if (habit.equals("short-lived")) {
            return;
        }
        Thread.sleep(Long.MAX_VALUE);
    }
}
