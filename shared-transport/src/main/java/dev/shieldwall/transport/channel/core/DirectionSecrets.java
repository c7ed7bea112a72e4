package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.SecretBytes;

/** One secret per direction: what one side sealed can never be opened as if the other had. */
record DirectionSecrets(SecretBytes toServer, SecretBytes toClient) implements AutoCloseable {

    @Override
    public void close() {
        toServer.close();
        toClient.close();
    }
}
