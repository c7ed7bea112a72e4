package dev.shieldwall.transport.channel.core;

/** Which counters may come. Asked before a message is opened, told after it was: a forged one changes nothing. */
sealed interface MessageOrder permits StrictOrder, ReplayWindow {

    void check(long counter) throws MessageRefusedException;

    void accept(long counter);
}
