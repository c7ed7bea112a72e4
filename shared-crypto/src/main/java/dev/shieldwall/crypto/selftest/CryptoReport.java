package dev.shieldwall.crypto.selftest;

import dev.shieldwall.crypto.internal.Tested;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the self-tests of a process stand.
 *
 * @param tested the provider of each primitive whose self-test has passed
 * @param notUsedYet primitives that will test themselves before their first answer
 * @param failed primitives that gave a wrong answer and give no other in this process
 */
public record CryptoReport(SortedMap<String, String> tested, List<String> notUsedYet, List<String> failed) {

    public CryptoReport {
        tested = Collections.unmodifiableSortedMap(new TreeMap<>(tested));
        notUsedYet = List.copyOf(notUsedYet);
        failed = List.copyOf(failed);
    }

    static CryptoReport of(List<Tested> primitives) {
        var passed = new TreeMap<String, String>();
        var unused = new ArrayList<String>();
        var failed = new ArrayList<String>();
        for (Tested one : primitives) {
            Optional<String> provider = one.passedBy();
            if (provider.isPresent()) {
                passed.put(one.primitive(), provider.get());
            } else {
                (one.failed() ? failed : unused).add(one.primitive());
            }
        }
        return new CryptoReport(passed, unused, failed);
    }
}
