package dev.shieldwall.benchmark;

import dev.shieldwall.ledger.state.StateChange;
import dev.shieldwall.ledger.state.StateMap;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Changes 100 keys of a state of a million and computes the new root. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StateRootBenchmark {

    static final int KEYS = 1_000_000;
    static final int CHANGED = 100;
    private static final int VALUE_BYTES = 64;

    private StateMap map = StateMap.EMPTY;
    private int round;

    @Setup
    public void fill() {
        var changes = new TreeMap<Hash, StateChange>();
        for (int i = 0; i < KEYS; i++) {
            changes.put(key(i), StateChange.put(key(i), value(i)));
        }
        map = StateMap.EMPTY.with(changes);
        map.root();
    }

    @Benchmark
    public Hash changeAHundredKeys() {
        round++;
        var changes = new TreeMap<Hash, StateChange>();
        for (int i = 0; i < CHANGED; i++) {
            Hash key = key(Math.floorMod(round * 7_919 + i * 9_973, KEYS));
            changes.put(key, StateChange.put(key, value(round + i)));
        }
        map = map.with(changes);
        return map.root();
    }

    private static Hash key(int i) {
        return Hash.sha256(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
    }

    private static Bytes value(int i) {
        return Bytes.wrap(ByteBuffer.allocate(VALUE_BYTES).putInt(i).array());
    }
}
