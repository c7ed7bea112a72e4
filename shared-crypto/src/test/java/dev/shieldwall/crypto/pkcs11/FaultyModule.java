package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.pkcs11.FunctionList.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;

/** SoftHSM with functions put in front of its own: a token that fails, lies or hangs where a test wants it. */
final class FaultyModule {

    private final MemorySegment list = Arena.global().allocate(FunctionList.BYTES, 8);
    private final FunctionList real;

    @FunctionalInterface
    interface Behaviour {

        /** May ask the real module. Returns the CK_RV. */
        long answer(FunctionList real, long[] arguments);
    }

    FaultyModule() {
        MemorySegment honest = FunctionList.load(SoftHsm.module());
        list.copyFrom(honest);
        real = new FunctionList(honest);
    }

    FaultyModule with(Function function, Behaviour behaviour) {
        try {
            NativeCall call = arguments -> behaviour.answer(real, arguments);
            var handle = MethodHandles.lookup()
                    .findVirtual(NativeCall.class, "call", MethodType.methodType(long.class, long[].class))
                    .bindTo(call)
                    .asCollector(long[].class, function.arguments());
            var parameters =
                    Collections.nCopies(function.arguments(), ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new);
            MemorySegment stub = Linker.nativeLinker()
                    .upcallStub(handle, FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters), Arena.global());
            list.set(ValueLayout.ADDRESS, FunctionList.FIRST_POINTER + function.place() * 8L, stub);
            return this;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    FunctionList functions() {
        return new FunctionList(list);
    }

    Pkcs11Library library() {
        return Pkcs11Library.initialize(functions(), "faulty");
    }

    /** Bytes of the module's callers. */
    static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}
