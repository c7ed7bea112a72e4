package dev.shieldwall.service.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.service.problem.ProblemException;
import org.junit.jupiter.api.Test;

class RequestParametersTest {

    @Test
    void textInAPathComesBackWithItsSlashes() {
        String text = PathText.decode("c3BpZmZlOi8vbS9h", decoded -> decoded);

        assertThat(text).isEqualTo("spiffe://m/a");
    }

    @Test
    void whatIsNoTextInItsOnlySpellingIsMalformed() {
        for (String segment : new String[] {"c3BpZmZlOi8vbS9h=", "c3BpZmZlOi8vbS9", "%2F", "a".repeat(PathText.MAX_CHARS + 1)}) {
            assertThatThrownBy(() -> PathText.decode(segment, text -> text))
                    .as(segment)
                    .isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> PathText.decode("c3BpZmZl", text -> {
                    throw new IllegalArgumentException("no id");
                }))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aPageHasBoundsOnBothSides() {
        assertThat(PageRequest.of(null, null)).isEqualTo(new PageRequest(0, PageRequest.DEFAULT_LIMIT));
        assertThat(PageRequest.of("17", PageRequest.MAX_LIMIT)).isEqualTo(new PageRequest(17, PageRequest.MAX_LIMIT));
        assertThat(PageRequest.of("0", 1)).isEqualTo(new PageRequest(0, 1));
        for (int limit : new int[] {0, -1, PageRequest.MAX_LIMIT + 1}) {
            assertThatThrownBy(() -> PageRequest.of(null, limit)).isInstanceOf(ProblemException.class);
        }
        for (String cursor : new String[] {"-1", "x", "", "1234567890123456789"}) {
            assertThatThrownBy(() -> PageRequest.of(cursor, null)).isInstanceOf(ProblemException.class);
        }
    }
}
