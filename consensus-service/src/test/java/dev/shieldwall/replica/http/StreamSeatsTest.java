package dev.shieldwall.replica.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSeatsTest {

    private final StreamSeats seats = new StreamSeats(4, this::wake);

    private final List<StreamSeats.Seat> watched = new ArrayList<>();
    private final List<Boolean> heldWhenWoken = new ArrayList<>();

    private void wake() {
        watched.forEach(seat -> heldWhenWoken.add(seat.isHeld()));
    }

    @Test
    void whoGivesWayIsWokenWhenItCanSeeThat() {
        watched.addAll(take("a", "b", "b", "b"));
        assertThat(heldWhenWoken).as("nobody gave way yet").isEmpty();
        take("a");
        assertThat(heldWhenWoken).containsExactly(true, false, true, true);
    }

    @Test
    void asManyAsThereAreSeatsStayAndTheOldestGivesWayToOneMore() {
        List<StreamSeats.Seat> taken = take("a", "a", "a", "a");
        assertThat(taken).allMatch(StreamSeats.Seat::isHeld);
        StreamSeats.Seat more = take("a").getFirst();
        assertThat(more.isHeld()).isTrue();
        assertThat(taken).extracting(StreamSeats.Seat::isHeld).containsExactly(false, true, true, true);
    }

    @Test
    void anAddressThatOpensManyTakesThemFromItself() {
        StreamSeats.Seat modest = take("modest").getFirst();
        for (int i = 0; i < 100; i++) {
            take("greedy");
        }
        assertThat(modest.isHeld()).isTrue();
    }

    @Test
    void theGreediestAddressGivesWayToANewOne() {
        List<StreamSeats.Seat> taken = take("a", "b", "b", "b");
        take("c");
        assertThat(taken).extracting(StreamSeats.Seat::isHeld).containsExactly(true, false, true, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void amongEqualsTheNewcomersOwnGivesWay(String newcomer) {
        String other = newcomer.equals("a") ? "b" : "a";
        List<StreamSeats.Seat> taken = take(other, other, newcomer, newcomer);
        take(newcomer);
        assertThat(taken).extracting(StreamSeats.Seat::isHeld).containsExactly(true, true, false, true);
    }

    @Test
    void aSeatThatWasLeftIsFreeOnce() {
        List<StreamSeats.Seat> taken = take("a", "a", "a", "a");
        taken.getFirst().close();
        taken.getFirst().close();
        StreamSeats.Seat next = take("b").getFirst();
        assertThat(taken.subList(1, 4)).allMatch(StreamSeats.Seat::isHeld);
        take("b");
        assertThat(taken.get(1).isHeld()).as("the second time all are taken").isFalse();
        assertThat(next.isHeld()).isTrue();
    }

    private List<StreamSeats.Seat> take(String... addresses) {
        return Stream.of(addresses).map(Origin::new).map(seats::take).toList();
    }
}
