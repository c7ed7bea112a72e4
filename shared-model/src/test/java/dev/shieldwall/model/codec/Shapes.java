package dev.shieldwall.model.codec;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Small types that use everything the codecs know. */
final class Shapes {

    private Shapes() {}

    enum Colour {
        RED,
        DEEP_BLUE
    }

    @Scalar
    record Even(int value) {
        Even {
            if (value % 2 != 0) {
                throw new IllegalArgumentException("odd");
            }
        }
    }

    sealed interface Shape {}

    sealed interface Flat extends Shape {}

    /** Its only key is shorter than {@code type} and comes before it in CBOR. */
    @TypeName("circle")
    record Circle(int r) implements Flat {}

    @TypeName("square")
    record Square(Even side, @Nullable Colour colour) implements Flat {}

    @TypeName("group")
    record Group(List<Circle> members, Bytes id) implements Shape {}

    record All(
            String text, long big, int small, boolean flag, Bytes bytes, Colour colour, List<Shape> shapes,
            SortedMap<String, String> map, @Nullable Long maybe) {}

    record Number(long n) {}

    record Whole(int n) {}

    record Text(String s) {}

    record Blob(Bytes b) {}

    record Names(SortedMap<String, String> m) {}

    record Switch(boolean on) {}

    record Painted(Colour c) {}

    record Wrapped(Even e) {}

    record Listed(List<String> l) {}

    /** Its constructor has a fault of its own. */
    record Faulty(List<String> l) {
        Faulty {
            l.getFirst();
        }
    }

    record Holder(Shape shape) {}
}
