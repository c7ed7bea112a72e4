package dev.shieldwall.replica.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamSeatsTest {

    private final StreamSeats seats = new StreamSeats(4);

    @Test
    void asManyAsThereAreSeatsStayAndTheOldestGivesWayToOneMore() {
        List<StreamSeats.Seat> taken = take("a", "a", "a", "a");
        assertThat(taken).allMatch(StreamSeats.Seat::isHeld);
        StreamSeats.Seat more = seats.take("a");
        assertThat(more.isHeld()).isTrue();
        assertThat(taken).extracting(StreamSeats.Seat::isHeld).containsExactly(false, true, true, true);
    }

    @Test
    void anAddressThatOpensManyTakesThemFromItself() {
        StreamSeats.Seat modest = seats.take("modest");
        for (int i = 0; i < 100; i++) {
            seats.take("greedy");
        }
        assertThat(modest.isHeld()).isTrue();
    }

    @Test
    void theGreediestAddressGivesWayToANewOne() {
        List<StreamSeats.Seat> taken = take("a", "b", "b", "b");
        seats.take("c");
        assertThat(taken).extracting(StreamSeats.Seat::isHeld).containsExactly(true, false, true, true);
    }

    @Test
    void amongEqualsTheNewcomersOwnGivesWay() {
        List<StreamSeats.Seat> taken = take("a", "a", "b", "b");
        seats.take("b");
        assertThat(taken).extracting(StreamSeats.Seat::isHeld).containsExactly(true, true, false, true);
    }

    @Test
    void aSeatThatWasLeftIsFreeOnce() {
        List<StreamSeats.Seat> taken = take("a", "a", "a", "a");
        taken.getFirst().close();
        taken.getFirst().close();
        StreamSeats.Seat next = seats.take("b");
        assertThat(taken.subList(1, 4)).allMatch(StreamSeats.Seat::isHeld);
        seats.take("b");
        assertThat(taken.get(1).isHeld()).as("the second time all are taken").isFalse();
        assertThat(next.isHeld()).isTrue();
    }

    private List<StreamSeats.Seat> take(String... addresses) {
        return Stream.of(addresses).map(seats::take).toList();
    }
}
