package dev.shieldwall.crypto.pkcs11;

/** The functions that we call: their place in CK_FUNCTION_LIST, the same in every 2.x, and how many arguments they take. */
enum Function {
    INITIALIZE("C_Initialize", 0, 1),
    FINALIZE("C_Finalize", 1, 1),
    GET_SLOT_LIST("C_GetSlotList", 4, 3),
    GET_TOKEN_INFO("C_GetTokenInfo", 6, 2),
    OPEN_SESSION("C_OpenSession", 12, 5),
    CLOSE_SESSION("C_CloseSession", 13, 1),
    LOGIN("C_Login", 18, 4),
    LOGOUT("C_Logout", 19, 1),
    DESTROY_OBJECT("C_DestroyObject", 22, 2),
    GET_ATTRIBUTE_VALUE("C_GetAttributeValue", 24, 4),
    FIND_OBJECTS_INIT("C_FindObjectsInit", 26, 3),
    FIND_OBJECTS("C_FindObjects", 27, 4),
    FIND_OBJECTS_FINAL("C_FindObjectsFinal", 28, 1),
    ENCRYPT_INIT("C_EncryptInit", 29, 3),
    ENCRYPT("C_Encrypt", 30, 5),
    DECRYPT_INIT("C_DecryptInit", 33, 3),
    DECRYPT("C_Decrypt", 34, 5),
    SIGN_INIT("C_SignInit", 42, 3),
    SIGN("C_Sign", 43, 5),
    GENERATE_KEY("C_GenerateKey", 58, 5),
    GENERATE_KEY_PAIR("C_GenerateKeyPair", 59, 8);

    private final String symbol;
    private final int place;
    private final int arguments;

    Function(String symbol, int place, int arguments) {
        this.symbol = symbol;
        this.place = place;
        this.arguments = arguments;
    }

    String symbol() {
        return symbol;
    }

    /** Counted in pointers from the end of the version, which is padded to a pointer. */
    int place() {
        return place;
    }

    int arguments() {
        return arguments;
    }
}
