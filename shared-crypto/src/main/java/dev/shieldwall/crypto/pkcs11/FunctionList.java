package dev.shieldwall.crypto.pkcs11;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The functions of a module, taken from CK_FUNCTION_LIST, which every vendor's library hands out by C_GetFunctionList.
 * For Linux where {@code unsigned long} has 64 bits.
 *
 * <p>A library that was loaded stays loaded: its threads and exit handlers would outlive its code.
 */
final class FunctionList {

    /** CK_VERSION has 2 bytes and is padded to the alignment of the pointers that follow. */
    static final long FIRST_POINTER = ValueLayout.ADDRESS.byteSize();

    /** Up to the last function of version 2.0, C_WaitForSlotEvent. */
    static final long BYTES = FIRST_POINTER + 68 * ValueLayout.ADDRESS.byteSize();

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final Linker LINKER = Linker.nativeLinker();
    private static final long UNSIGNED_LONG_BYTES = 8;

    private final Map<Function, NativeCall> calls = new EnumMap<>(Function.class);

    /** Public, because the JDK makes proxies for public interfaces only. */
    @FunctionalInterface
    public interface NativeCall {

        /** Numbers and addresses. CK_BBOOL goes in one too: its callee looks at the lowest byte of the register. */
        long call(long... arguments);
    }

    /** @param list a CK_FUNCTION_LIST */
    FunctionList(MemorySegment list) {
        for (Function function : Function.values()) {
            MemorySegment pointer = list.get(
                    ValueLayout.ADDRESS, FIRST_POINTER + function.place() * ValueLayout.ADDRESS.byteSize());
            calls.put(function, function(function.symbol(), pointer, function.arguments()));
        }
    }

    /** Loads the library, which runs its code. Nothing is initialized yet. */
    static MemorySegment load(Path file) {
        MemoryLayout unsignedLong = LINKER.canonicalLayouts().get("long");
        if (unsignedLong == null || unsignedLong.byteSize() != UNSIGNED_LONG_BYTES) {
            throw Pkcs11Exception.refused("PKCS#11 is supported where a C long has 64 bits");
        }
        if (!Files.isRegularFile(file)) {
            throw Pkcs11Exception.refused("there is no PKCS#11 library " + file);
        }
        MemorySegment getFunctionList = open(file).find("C_GetFunctionList")
                .orElseThrow(() -> Pkcs11Exception.refused(file + " is no PKCS#11 module: it has no C_GetFunctionList"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
            long code = function("C_GetFunctionList", getFunctionList, 1).call(result.address());
            MemorySegment list = result.get(ValueLayout.ADDRESS, 0);
            if (code != ReturnValue.OK.code() || list.address() == 0) {
                throw Pkcs11Exception.refused(file + " is no PKCS#11 module: C_GetFunctionList: " + ReturnValue.nameOf(code));
            }
            return requireVersion(file, list.reinterpret(BYTES));
        }
    }

    /** The JVM dislikes to be told of what is no library at all: it starts to mend its stack guards. */
    private static SymbolLookup open(Path file) {
        if (!startsAsElf(file)) {
            throw Pkcs11Exception.refused(file + " is no ELF library");
        }
        try {
            return SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global());
        } catch (IllegalArgumentException e) {
            throw Pkcs11Exception.refused(file + " is no library that loads on this machine", e);
        }
    }

    private static boolean startsAsElf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF);
        } catch (IOException e) {
            throw Pkcs11Exception.refused("cannot read " + file, e);
        }
    }

    /** C_GetFunctionList of a version 3 module answers with a list of 2.40. */
    static MemorySegment requireVersion(Path file, MemorySegment list) {
        int major = list.get(ValueLayout.JAVA_BYTE, 0);
        if (major != 2 && major != 3) {
            throw Pkcs11Exception.refused(file + " speaks version " + major + " of PKCS#11, not 2 or 3");
        }
        return list;
    }

    private static NativeCall function(String symbol, MemorySegment pointer, int arguments) {
        if (pointer.address() == 0) {
            throw Pkcs11Exception.refused("the module lacks " + symbol);
        }
        var parameters = Collections.nCopies(arguments, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new);
        MethodHandle handle = LINKER.downcallHandle(pointer, FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters))
                .asSpreader(long[].class, arguments);
        return MethodHandleProxies.asInterfaceInstance(NativeCall.class, handle);
    }

    /** Returns the CK_RV. */
    long call(Function function, long... arguments) {
        NativeCall call = calls.get(function);
        if (call == null) {
            throw new IllegalArgumentException(function + " with " + Arrays.toString(arguments));
        }
        return call.call(arguments);
    }
}
