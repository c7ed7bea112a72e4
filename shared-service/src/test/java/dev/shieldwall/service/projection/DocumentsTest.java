package dev.shieldwall.service.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final Documents<Thing> THINGS = Documents.of(Thing.class);

    record Thing(long number, String name) {}

    record Page(List<Thing> items, @Nullable String next) {}

    /** Rows 11, 12 and so on, as many as asked for. */
    private static List<DocumentRow> rows(int count) {
        return LongStream.range(11, 11 + count)
                .mapToObj(i -> new DocumentRow(i, THINGS.write(new Thing(i, "ü" + i))))
                .toList();
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        assertThat(THINGS.write(new Thing(7, "é"))).isEqualTo("{\"number\":7,\"name\":\"é\"}");
        assertThat(THINGS.read("{\"number\":7,\"name\":\"é\"}")).isEqualTo(new Thing(7, "é"));
    }

    @Test
    void aTextThatIsNoneOfOursIsNotRead() {
        for (String text : List.of("", "{}", "{\"number\":7,\"name\":\"x\"", "{\"number\":7,\"name\":\"x\",\"more\":1}")) {
            assertThatThrownBy(() -> THINGS.read(text))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a stored Thing is none");
        }
    }

    @Test
    void aPageOfAllThatThereIsHasNoCursor() {
        assertThat(THINGS.page(rows(0), 3, Page::new)).isEqualTo(new Page(List.of(), null));
        Page whole = THINGS.page(rows(3), 3, Page::new);
        assertThat(whole.items()).extracting(Thing::name).containsExactly("ü11", "ü12", "ü13");
        assertThat(whole.next()).isNull();
    }

    @Test
    void theRowBeyondTheLimitIsNotShownAndTheCursorIsTheLastThatIs() {
        Page first = THINGS.page(rows(4), 3, Page::new);
        assertThat(first.items()).extracting(Thing::number).containsExactly(11L, 12L, 13L);
        assertThat(first.next()).isEqualTo("13");
    }
}
