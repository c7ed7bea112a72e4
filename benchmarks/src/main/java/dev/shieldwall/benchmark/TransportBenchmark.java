package dev.shieldwall.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The protocols of nodes and components, over real sockets on loopback, both ends in this process. */
final class TransportBenchmark implements Benchmark {

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public String summary() {
        return "secure channel, ASoc nodes and bus on loopback; about 4 minutes";
    }

    @Override
    public List<Figure> run(PrintStream progress) throws Throwable {
        var figures = new ArrayList<Figure>();
        figures.addAll(ChannelFigures.measure(progress));
        figures.addAll(AsocFigures.measure(progress));
        figures.addAll(BusFigures.measure(progress));
        return figures;
    }
}
