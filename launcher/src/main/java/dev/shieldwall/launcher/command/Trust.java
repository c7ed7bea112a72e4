package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;

/** Where the commands find the genesis and the operator's keys of a mesh on this machine. */
final class Trust {

    private Trust() {}

    /** Refuses a data folder in which no mesh was made yet. */
    static LocalGenesis local(DataFolder data) {
        LocalGenesis local = LocalGenesis.of(data);
        if (!local.exists()) {
            throw new Refusal("there is no mesh in " + data.root() + "; ./shieldwall up makes one");
        }
        return local;
    }
}
