package dev.shieldwall.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborCodecTest {

    private static final CborCodec<Shapes.Number> NUMBER = CborCodec.of(Shapes.Number.class);
    private static final CborCodec<Shapes.Text> TEXT = CborCodec.of(Shapes.Text.class);
    private static final CborCodec<Shapes.Blob> BLOB = CborCodec.of(Shapes.Blob.class);
    private static final CborCodec<Shapes.Names> NAMES = CborCodec.of(Shapes.Names.class);
    private static final CborCodec<Shapes.Holder> HOLDER = CborCodec.of(Shapes.Holder.class);

    private static <T> void written(CborCodec<T> codec, T value, String hex) throws Exception {
        assertThat(Bytes.wrap(codec.encode(value)).toHex()).isEqualTo(hex);
        assertThat(codec.decode(Bytes.ofHex(hex).toArray())).isEqualTo(value);
    }

    private static void refused(CborCodec<?> codec, String hex) {
        refused(codec, Bytes.ofHex(hex).toArray());
    }

    private static void refused(CborCodec<?> codec, byte[] bytes) {
        assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    /** RFC 8949 appendix A. */
    @ParameterizedTest
    @CsvSource({
        "0, 00", "1, 01", "10, 0a", "23, 17", "24, 1818", "25, 1819", "100, 1864", "255, 18ff", "256, 190100",
        "1000, 1903e8", "65535, 19ffff", "65536, 1a00010000", "1000000, 1a000f4240", "4294967295, 1affffffff",
        "4294967296, 1b0000000100000000", "1000000000000, 1b000000e8d4a51000",
        "9223372036854775807, 1b7fffffffffffffff", "-1, 20", "-10, 29", "-24, 37", "-25, 3818", "-100, 3863",
        "-256, 38ff", "-257, 390100", "-1000, 3903e7", "-65537, 3a00010000",
        "-4294967297, 3b0000000100000000", "-9223372036854775808, 3b7fffffffffffffff"
    })
    void integersAreWrittenInTheirShortestForm(long n, String hex) throws Exception {
        written(NUMBER, new Shapes.Number(n), "a1616e" + hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1800", "1817", "190000", "1900ff", "1a00000000", "1a0000ffff", "1b0000000000000000", "1b00000000ffffffff",
        "3817", "3900ff", "1b8000000000000000", "1bffffffffffffffff", "3b8000000000000000", "1c",
        "1c00000000000000000000000000000001", "1d0000000000000000000000000000000000000000000000000000000000000001",
        "1d", "1e", "1f", "3f",
        "18", "19ff", "1affffff", "1b7fffffffffffff", "f4", "f6", "f7", "f90000", "fa00000000", "fb0000000000000000",
        "c001", "c24101", "6130", "4101", "80", "a0", "d9d9f701", "e0", "f820", "ff", ""
    })
    void noOtherIntegerIsRead(String hex) {
        refused(NUMBER, "a1616e" + hex);
    }

    @Test
    void anIntHas32Bits() throws Exception {
        CborCodec<Shapes.Whole> whole = CborCodec.of(Shapes.Whole.class);
        written(whole, new Shapes.Whole(Integer.MAX_VALUE), "a1616e1a7fffffff");
        written(whole, new Shapes.Whole(Integer.MIN_VALUE), "a1616e3a7fffffff");
        refused(whole, "a1616e1a80000000");
        refused(whole, "a1616e3a80000000");
    }

    @Test
    void membersAreSortedByTheirEncodedNames() throws Exception {
        var map = new TreeMap<String, String>(Comparator.reverseOrder());
        map.put("aa", "1");
        map.put("b", "2");
        var all = new Shapes.All(
                "t", 5, -1, true, Bytes.of((byte) 7), Shapes.Colour.DEEP_BLUE, List.of(new Shapes.Circle(1)), map, 9L);
        written(CborCodec.of(Shapes.All.class), all,
                "a9" + "63626967" + "05" + "636d6170" + "a2" + "6162" + "6132" + "626161" + "6131"
                        + "64666c6167" + "f5" + "6474657874" + "6174" + "656279746573" + "4107"
                        + "656d61796265" + "09" + "65736d616c6c" + "20" + "66636f6c6f7572" + "69646565702d626c7565"
                        + "66736861706573" + "81" + "a2" + "6172" + "01" + "6474797065" + "66636972636c65");
    }

    @Test
    void anAbsentComponentHasNoKey() throws Exception {
        CborCodec<Shapes.Square> square = CborCodec.of(Shapes.Square.class);
        written(square, new Shapes.Square(new Shapes.Even(2), null), "a2" + "6473696465" + "02" + "6474797065" + "66737175617265");
        refused(square, "a3" + "6473696465" + "02" + "6474797065" + "66737175617265" + "66636f6c6f7572" + "f6");
    }

    @Test
    void theTypeNeedNotBeTheFirstKey() throws Exception {
        var group = new Shapes.Group(List.of(new Shapes.Circle(1)), Bytes.of(new byte[300]));
        assertThat(HOLDER.decode(HOLDER.encode(new Shapes.Holder(group))).shape()).isEqualTo(group);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a1657368617065a2617201647479706564646973" + "63", // another type
        "a1657368617065a16172" + "01", // no type
        "a1657368617065a16474797065" + "66636972636c65", // no radius
        "a1657368617065a2647479706566636972636c65617201", // out of order
        "a1657368617065a3617201617201647479706566636972636c65", // twice
        "a1657368617065a3617201647479706566636972636c65617a01", // unknown
        "a1657368617065a2617201647479706501", // type of another kind
        "a1657368617065a201016474797065" + "66636972636c65", // a key that is no text
        "a1657368617065bf617201647479706566636972636c65ff", // indefinite
        "a1657368617065a26172c101647479706566636972636c65", // tag
        "a1657368617065a2617240647479706566636972636c65", // radius of another kind
        "a165736861706501", "a16573686170658" + "0", "a1657368617065f6", "a1657368617065"
    })
    void aVariantIsNamedAndHasItsOwnMembers(String hex) {
        refused(HOLDER, hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a1616e0100", "a1616e01f6", "a0", "a2616e01616e01", "a2616d01616e01", "a2616e01616f01", "b801616e01",
        "b90001616e01", "bf616e01ff", "a17f616eff01", "a178016e01", "a1416e01", "8100", "01", "", "a1", "a161", "a1616e",
        "d9d9f7a1616e01", "bb0000000000000001616e01"
    })
    void anythingButTheMembersOfTheRecordOnceInOrderIsRefused(String hex) {
        refused(NUMBER, hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"63c0af", "61ff", "62c3", "61c3", "63eda080", "66eda0bdedb880", "64f4908080", "7801" + "61", "7f6161ff", "7f", "60ff", "4161"})
    void textIsUtf8OfDefiniteLength(String hex) {
        refused(TEXT, "a16173" + hex);
    }

    @Test
    void textMayBeAnyUtf8() throws Exception {
        written(TEXT, new Shapes.Text(""), "a1617360");
        written(TEXT, new Shapes.Text("\u0000\u00e9\ud83d\ude00\ufeff\ufffd"), "a161736d00c3a9f09f9880efbbbfefbfbd");
        assertThatIllegalArgumentException().isThrownBy(() -> TEXT.encode(new Shapes.Text("a\ud83d")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a2" + "6162" + "60" + "6161" + "60", "a2" + "6161" + "60" + "6161" + "60", "a2" + "626161" + "60" + "6162" + "60",
        "a1" + "6161" + "01", "a1" + "4161" + "60", "a1" + "6161", "bf" + "6161" + "60" + "ff", "80"
    })
    void aMapOfTextIsSortedWithoutRepetition(String hex) {
        refused(NAMES, "a1616d" + hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5a7fffffff", "5b7fffffffffffffff", "5bffffffffffffffff", "5801", "4201", "5f4101ff", "581700"})
    void aLengthIsComparedWithWhatIsThereBeforeAnythingIsAllocated(String hex) {
        refused(BLOB, "a16162" + hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9a7fffffff", "9b7fffffffffffffff", "9affffffff", "8160" + "60", "9f60ff", "9801" + "60", "81", "98ff"})
    void aCountIsComparedWithWhatIsThereBeforeAnythingIsAllocated(String hex) {
        refused(CborCodec.of(Shapes.Listed.class), "a1616c" + hex);
        refused(CborCodec.of(Shapes.Listed.class), "ba7fffffff616c" + hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1626f6ef6", "a1626f6e00", "a1626f6e01", "a1626f6ef814", "a1626f6ef815", "a1626f6e6474727565"})
    void aBooleanIsTrueOrFalse(String hex) throws Exception {
        CborCodec<Shapes.Switch> codec = CborCodec.of(Shapes.Switch.class);
        written(codec, new Shapes.Switch(false), "a1626f6ef4");
        written(codec, new Shapes.Switch(true), "a1626f6ef5");
        refused(codec, hex);
    }

    @Test
    void whatTheConstructorRefusesIsMalformed() {
        refused(CborCodec.of(Shapes.Wrapped.class), "a1616503");
        refused(CborCodec.of(Shapes.Painted.class), "a1616365" + "677265656e");
        refused(CborCodec.of(Shapes.Faulty.class), "a1616c80");
    }

    @Test
    void nestingThatIsPassedOverHasABoundToo() {
        // The key 'a' comes before 'type' and is passed over in search of it.
        String deep = "a1657368617065a26161" + "81".repeat(100_000) + "00" + "6474797065" + "66636972636c65";
        assertThatThrownBy(() -> HOLDER.decode(Bytes.ofHex(deep).toArray()))
                .isInstanceOf(MalformedException.class).hasMessageContaining("too deep");
        String fits = "a1657368617065a26161" + "81".repeat(30) + "00" + "6474797065" + "66636972636c65";
        assertThatThrownBy(() -> HOLDER.decode(Bytes.ofHex(fits).toArray())).hasMessageContaining("missing");
        String tooDeep = "a1657368617065a26161" + "81".repeat(31) + "00" + "6474797065" + "66636972636c65";
        assertThatThrownBy(() -> HOLDER.decode(Bytes.ofHex(tooDeep).toArray())).hasMessageContaining("too deep");
    }

    @Test
    void manyVariantsBesideEachOtherAreNotDeep() throws Exception {
        CborCodec<Shapes.All> codec = CborCodec.of(Shapes.All.class);
        var shapes = new ArrayList<Shapes.Shape>(Collections.nCopies(100, new Shapes.Circle(1)));
        var all = new Shapes.All("", 0, 0, false, Bytes.EMPTY, Shapes.Colour.RED, shapes, new TreeMap<>(), null);
        assertThat(codec.decode(codec.encode(all))).isEqualTo(all);
    }

    @Test
    void aVariantByItselfHasItsTypeToo() throws Exception {
        CborCodec<Shapes.Circle> circle = CborCodec.of(Shapes.Circle.class);
        written(circle, new Shapes.Circle(1), "a2617201647479706566636972636c65");
        refused(circle, "a2617201647479706566737175617265");
        refused(circle, "a1617201");
    }

    @Test
    void refusalsNameThePlace() {
        assertThatThrownBy(() -> HOLDER.decode(
                        Bytes.ofHex("a1657368617065a2617260647479706566636972636c65").toArray()))
                .hasMessage("shape.r is of another kind");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] cbor = HOLDER.encode(new Shapes.Holder(new Shapes.Square(new Shapes.Even(2), Shapes.Colour.RED)));
        for (int length = 0; length < cbor.length; length++) {
            refused(HOLDER, Arrays.copyOf(cbor, length));
        }
    }
}
