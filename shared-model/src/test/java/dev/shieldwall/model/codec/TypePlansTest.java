package dev.shieldwall.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A declaration that the codecs cannot write in one way is refused at first use. */
class TypePlansTest {

    record Fraction(double value) {}

    record Loose(Map<String, String> map) {}

    record Anything(Object value) {}

    record Raw(@SuppressWarnings("rawtypes") List list) {}

    record Plain(@Nullable String text) {}

    @Scalar
    record Two(int a, int b) {}

    @Scalar
    record Perhaps(@Nullable Integer a) {}

    @TypeName("clash")
    record Clash(String type) {}

    sealed interface Unnamed {}

    record Nameless() implements Unnamed {}

    sealed interface Doubled {}

    @TypeName("same")
    record First() implements Doubled {}

    @TypeName("same")
    record Second() implements Doubled {}

    sealed interface Open {}

    non-sealed interface Anyone extends Open {}

    @ParameterizedTest
    @ValueSource(classes = {
        Fraction.class, Loose.class, Anything.class, Raw.class, Two.class, Perhaps.class, Clash.class, Unnamed.class,
        Doubled.class, Open.class, Object.class, List.class, double.class, byte[].class
    })
    void declarationsOutsideTheRulesAreRefused(Class<?> type) {
        assertThatIllegalArgumentException().isThrownBy(() -> TypePlans.of(type));
    }

    @Test
    void nullableIsReadFromTheDeclaration() {
        assertThat(TypePlans.of(Plain.class)).isInstanceOfSatisfying(
                TypePlan.Fields.class, fields -> assertThat(fields.members().getFirst().nullable()).isTrue());
    }

    @Test
    void sealedHierarchiesAreFlattened() {
        assertThat(TypePlans.of(Shapes.Shape.class)).isInstanceOfSatisfying(
                TypePlan.Variants.class,
                variants -> assertThat(variants.byName()).containsOnlyKeys("circle", "group", "square"));
    }

    @Test
    void aCodecMayBeAConstantOfTheRecordThatItWrites() throws Exception {
        assertThat(Selfish.CODEC.decode(Selfish.CODEC.encode(Selfish.EMPTY))).isEqualTo(Selfish.EMPTY);
    }

    record Selfish(List<Even> items) {
        static final CborCodec<Selfish> CODEC = CborCodec.of(Selfish.class);
        static final Selfish EMPTY = new Selfish(List.of(new Even(2)));
    }

    record Even(int value) {
        static final int BYTES = Selfish.EMPTY == null ? 0 : Selfish.CODEC.encode(Selfish.EMPTY).length;
    }
}
