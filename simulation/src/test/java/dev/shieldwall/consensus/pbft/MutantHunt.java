package dev.shieldwall.consensus.pbft;

import dev.shieldwall.simulation.Outcome;
import dev.shieldwall.simulation.Simulation;

/**
 * Looks for the first seed that kills each mutant: {@code MutantHunt SEEDS [MUTANTS [INVARIANT]]}, both as
 * regular expressions. Its output is the list of {@link MutantTest}.
 */
public final class MutantHunt {

    private MutantHunt() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        long seeds = Long.parseLong(arguments[0]);
        for (Mutant mutant : Mutant.values()) {
            if (arguments.length < 2 || mutant.name().matches(arguments[1])) {
                System.out.println(mutant + " " + hunt(mutant, seeds, arguments.length < 3 ? ".*" : arguments[2]));
            }
        }
    }

    private static String hunt(Mutant mutant, long seeds, String invariant) {
        for (long seed = 1; seed <= seeds; seed++) {
            Outcome outcome = Simulation.run(mutant.scenario(seed), mutant.factory());
            if (outcome.violation().filter(broken -> broken.invariant().matches(invariant)).isPresent()) {
                return seed + " " + outcome.violation().get().getMessage();
            }
        }
        return "survives " + seeds + " seeds";
    }
}
