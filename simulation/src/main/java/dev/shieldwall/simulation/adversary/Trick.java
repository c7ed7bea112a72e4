package dev.shieldwall.simulation.adversary;

/** One habit of a Byzantine replica. A replica may have several. */
public enum Trick {
    /** As primary proposes different blocks to different replicas, or one after the other to the same. */
    EQUIVOCATES,
    /** Votes to prepare and to commit whatever it hears of, as primary too. */
    VOTES_FOR_ALL,
    /** As primary claims roots that execution does not give. */
    WRONG_ROOTS,
    /** As primary proposes what admission would have refused, or what ran already. */
    JUNK,
    /** As primary dates its blocks far ahead, far back, or not after their parent. */
    SHIFTS_TIME,
    /** Says nothing for a while. */
    SILENT,
    /** Tells only some. */
    SELECTIVE,
    /** Claims heights that do not exist and never serves a block, or forges them. */
    LIES_ABOUT_HEIGHT,
    /** Sends again what it, or others, said long ago. */
    REPLAYS,
    /** In a view change hides what it prepared, or shows the oldest instead of the newest. */
    HIDES_PREPARED,
    /** Opens views with too few view changes, or the same one several times. */
    BAD_NEW_VIEW,
    /** Asks for higher views without a reason. */
    PUSHES_VIEWS,
    /** Shows certificates with signatures that nobody made. */
    FORGES_CERTIFICATES
}
