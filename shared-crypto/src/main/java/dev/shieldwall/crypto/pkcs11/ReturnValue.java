package dev.shieldwall.crypto.pkcs11;

import java.util.Arrays;
import java.util.HexFormat;

/** The CK_RV values of PKCS#11 2.40 and 3.0 that a client like ours can meet, and what each says about the token. */
enum ReturnValue {
    OK(0x00),
    CANCEL(0x01),
    HOST_MEMORY(0x02),
    SLOT_ID_INVALID(0x03, TokenState.TOKEN_LOST),
    GENERAL_ERROR(0x05),
    FUNCTION_FAILED(0x06),
    ARGUMENTS_BAD(0x07),
    NEED_TO_CREATE_THREADS(0x09),
    CANT_LOCK(0x0a),
    ATTRIBUTE_READ_ONLY(0x10),
    ATTRIBUTE_SENSITIVE(0x11),
    ATTRIBUTE_TYPE_INVALID(0x12),
    ATTRIBUTE_VALUE_INVALID(0x13),
    ACTION_PROHIBITED(0x1b),
    DATA_INVALID(0x20),
    DATA_LEN_RANGE(0x21),
    DEVICE_ERROR(0x30),
    DEVICE_MEMORY(0x31),
    DEVICE_REMOVED(0x32, TokenState.TOKEN_LOST),
    ENCRYPTED_DATA_INVALID(0x40),
    ENCRYPTED_DATA_LEN_RANGE(0x41),
    AEAD_DECRYPT_FAILED(0x42),
    FUNCTION_CANCELED(0x50),
    FUNCTION_NOT_PARALLEL(0x51),
    FUNCTION_NOT_SUPPORTED(0x54),
    KEY_HANDLE_INVALID(0x60, TokenState.KEY_LOST),
    KEY_SIZE_RANGE(0x62),
    KEY_TYPE_INCONSISTENT(0x63),
    KEY_FUNCTION_NOT_PERMITTED(0x68),
    KEY_UNEXTRACTABLE(0x6a),
    MECHANISM_INVALID(0x70),
    MECHANISM_PARAM_INVALID(0x71),
    OBJECT_HANDLE_INVALID(0x82, TokenState.KEY_LOST),
    OPERATION_ACTIVE(0x90),
    OPERATION_NOT_INITIALIZED(0x91),
    PIN_INCORRECT(0xa0, TokenState.PIN_WRONG),
    PIN_INVALID(0xa1, TokenState.PIN_WRONG),
    PIN_LEN_RANGE(0xa2, TokenState.PIN_WRONG),
    PIN_EXPIRED(0xa3, TokenState.PIN_LOCKED),
    PIN_LOCKED(0xa4, TokenState.PIN_LOCKED),
    SESSION_CLOSED(0xb0, TokenState.SESSION_LOST),
    SESSION_COUNT(0xb1),
    SESSION_HANDLE_INVALID(0xb3, TokenState.SESSION_LOST),
    SESSION_PARALLEL_NOT_SUPPORTED(0xb4),
    SESSION_READ_ONLY(0xb5),
    SESSION_EXISTS(0xb6),
    SESSION_READ_ONLY_EXISTS(0xb7),
    SESSION_READ_WRITE_SO_EXISTS(0xb8),
    SIGNATURE_INVALID(0xc0),
    SIGNATURE_LEN_RANGE(0xc1),
    TEMPLATE_INCOMPLETE(0xd0),
    TEMPLATE_INCONSISTENT(0xd1),
    TOKEN_NOT_PRESENT(0xe0, TokenState.TOKEN_LOST),
    TOKEN_NOT_RECOGNIZED(0xe1, TokenState.TOKEN_LOST),
    TOKEN_WRITE_PROTECTED(0xe2),
    USER_ALREADY_LOGGED_IN(0x100),
    USER_NOT_LOGGED_IN(0x101, TokenState.LOGGED_OUT),
    USER_PIN_NOT_INITIALIZED(0x102),
    USER_TYPE_INVALID(0x103),
    USER_ANOTHER_ALREADY_LOGGED_IN(0x104),
    USER_TOO_MANY_TYPES(0x105),
    RANDOM_NO_RNG(0x121),
    DOMAIN_PARAMS_INVALID(0x130),
    CURVE_NOT_SUPPORTED(0x140),
    BUFFER_TOO_SMALL(0x150),
    INFORMATION_SENSITIVE(0x170),
    CRYPTOKI_NOT_INITIALIZED(0x190, TokenState.TOKEN_LOST),
    CRYPTOKI_ALREADY_INITIALIZED(0x191),
    MUTEX_BAD(0x1a0),
    MUTEX_NOT_LOCKED(0x1a1),
    FUNCTION_REJECTED(0x200);

    private static final long VENDOR_DEFINED = 0x80000000L;

    private final long code;
    private final TokenState state;

    ReturnValue(long code) {
        this(code, TokenState.CALL_FAILED);
    }

    ReturnValue(long code, TokenState state) {
        this.code = code;
        this.state = state;
    }

    long code() {
        return code;
    }

    static TokenState stateOf(long code) {
        return Arrays.stream(values())
                .filter(value -> value.code == code)
                .findFirst()
                .map(value -> value.state)
                .orElse(TokenState.CALL_FAILED);
    }

    /** As in the standard, with the number: CKR_DEVICE_REMOVED (0x32). */
    static String nameOf(long code) {
        String number = "0x" + HexFormat.of().withUpperCase().toHexDigits(code).replaceFirst("^0+(?=.)", "");
        String name = Arrays.stream(values())
                .filter(value -> value.code == code)
                .findFirst()
                .map(ReturnValue::name)
                .orElse(Long.compareUnsigned(code, VENDOR_DEFINED) < 0 ? "unknown" : "VENDOR_DEFINED");
        return "CKR_" + name + " (" + number + ")";
    }
}
