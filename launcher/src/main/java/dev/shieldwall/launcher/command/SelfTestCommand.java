package dev.shieldwall.launcher.command;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.selftest.CryptoReport;
import dev.shieldwall.crypto.selftest.CryptoSelfTest;
import dev.shieldwall.launcher.folder.Refusal;
import java.security.SecureRandom;

/** Tests every primitive on every library of this machine, also those that no process of a mesh uses yet. */
public final class SelfTestCommand implements Command {

    @Override
    public String name() {
        return "selftest";
    }

    @Override
    public int run(Invocation invocation) {
        if (!invocation.arguments().isEmpty()) {
            throw new Invocation.UsageException("selftest takes no arguments");
        }
        try {
            CryptoReport report = CryptoSelfTest.everything(new SecureRandom());
            report.tested().forEach((primitive, provider) ->
                    invocation.out().printf("%-22s %s%n", primitive, provider));
            invocation.out().println("all " + report.tested().size() + " primitives answer rightly");
            return OK;
        } catch (CryptoBug e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }
}
