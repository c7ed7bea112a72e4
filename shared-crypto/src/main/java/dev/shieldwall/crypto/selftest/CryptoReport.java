package dev.shieldwall.crypto.selftest;

import dev.shieldwall.crypto.internal.Tested;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the self-tests of a process stand.
 *
 * @param tested the provider of each primitive whose self-test has passed
 * @param notUsedYet primitives that will test themselves before their first answer
 */
public record CryptoReport(SortedMap<String, String> tested, List<String> notUsedYet) {

    public CryptoReport {
        tested = Collections.unmodifiableSortedMap(new TreeMap<>(tested));
        notUsedYet = List.copyOf(notUsedYet);
    }

    static CryptoReport of(List<Tested> primitives) {
        var passed = new TreeMap<String, String>();
        primitives.forEach(one -> one.passedBy().ifPresent(provider -> passed.put(one.primitive(), provider)));
        return new CryptoReport(
                passed,
                primitives.stream().map(Tested::primitive).filter(name -> !passed.containsKey(name)).toList());
    }
}
