package dev.shieldwall.transport.channel.core;

/** For streams: the next one and no other. */
final class StrictOrder implements MessageOrder {

    private long next;

    @Override
    public void check(long counter) throws MessageRefusedException {
        if (counter != next) {
            throw new MessageRefusedException(counter < next ? MessageRefusal.REPLAYED : MessageRefusal.OUT_OF_ORDER);
        }
    }

    @Override
    public void accept(long counter) {
        next = counter + 1;
    }
}
