package dev.shieldwall.launcher.process;

/**
 * What a probe found.
 *
 * @param ok whether the process does its work
 * @param role for a replica what it is in the mesh, otherwise empty
 * @param height for a replica the height of its newest block, otherwise -1
 */
public record Health(boolean ok, String role, long height) {

    public static final Health OK = new Health(true, "", -1);
    public static final Health NOT_OK = new Health(false, "", -1);
}
