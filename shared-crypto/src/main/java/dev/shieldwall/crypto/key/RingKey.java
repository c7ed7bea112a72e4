package dev.shieldwall.crypto.key;

/** A key of a ring: what it is and where in its life it stands. */
public record RingKey(KeyId id, KeyMaterial material, Stage stage) {

    public RingKey {
        boolean half = material instanceof KeyMaterial.PublicKey;
        boolean signs = material instanceof KeyMaterial.PrivateKey || material instanceof KeyMaterial.Remote;
        if (!id.equals(material.id())) {
            throw new IllegalArgumentException("the id belongs to another key");
        }
        if (stage instanceof Stage.Retired ? signs : half) {
            throw new IllegalArgumentException("a retired key pair has lost its private half, and no other has");
        }
    }

    static RingKey of(KeyMaterial material, Stage stage) {
        return new RingKey(material.id(), material, stage);
    }
}
