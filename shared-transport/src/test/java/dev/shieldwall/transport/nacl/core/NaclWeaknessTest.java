package dev.shieldwall.transport.nacl.core;

import static dev.shieldwall.transport.nacl.core.NaclParties.CLI;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENT;
import static dev.shieldwall.transport.nacl.core.NaclParties.COMPATIBILITY;
import static dev.shieldwall.transport.nacl.core.NaclParties.NOON;
import static dev.shieldwall.transport.nacl.core.NaclParties.RANDOM;
import static dev.shieldwall.transport.nacl.core.NaclParties.SERVER;
import static dev.shieldwall.transport.nacl.core.NaclParties.YOUNG;
import static dev.shieldwall.transport.nacl.core.NaclParties.box;
import static dev.shieldwall.transport.nacl.core.NaclParties.bytes;
import static dev.shieldwall.transport.nacl.core.NaclParties.client;
import static dev.shieldwall.transport.nacl.core.NaclParties.draw;
import static dev.shieldwall.transport.nacl.core.NaclParties.ephemeral;
import static dev.shieldwall.transport.nacl.core.NaclParties.pair;
import static dev.shieldwall.transport.nacl.core.NaclParties.request;
import static dev.shieldwall.transport.nacl.core.NaclParties.server;
import static dev.shieldwall.transport.nacl.core.NaclParties.text;
import static dev.shieldwall.transport.nacl.core.NaclParties.withKey;
import static dev.shieldwall.transport.nacl.core.NaclParties.withTime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the wire format leaves open, each attack carried out. A test that fails here means that the table is out of date. */
class NaclWeaknessTest {

    private static NaclServerHandshake.Accepted accept(NaclServerHandshake server, byte[] request, Instant now)
            throws NaclRefusedException {
        return server.answer(server.admit(request, now), draw(), now);
    }

    /** ONLY_THE_CHALLENGE_IS_SIGNED. */
    @Test
    void theHijackStillWorksIfTheOriginalNeverArrived() throws Exception {
        NaclServerHandshake server = server();
        byte[] captured = request();
        KemPrivateKey attacker = ephemeral();
        Instant later = NOON.plusSeconds(3600);
        var accepted = accept(server, withTime(withKey(captured, attacker), later), later);
        assertThat(accepted.client()).isEqualTo(ClientId.of(CLIENT.key()));
        byte[] order = box(attacker, accepted.answer()).seal(bytes("{\"pay\":1}"), RANDOM);
        assertThat(text(accepted.session().open(order, YOUNG))).isEqualTo("{\"pay\":1}");
    }

    /** USED_CHALLENGES_ARE_FORGOTTEN. */
    @Test
    void aRecordedHandshakeIsTakenByARestartedServerAndByEveryOther() throws Exception {
        byte[] recorded = request();
        accept(server(), recorded, NOON);
        Instant nextYear = NOON.plusSeconds(400L * 86_400);
        byte[] again = withTime(withKey(recorded, ephemeral()), nextYear);
        assertThat(accept(server(), again, nextYear).client()).isEqualTo(ClientId.of(CLIENT.key()));
        var other = new NaclServerHandshake(COMPATIBILITY, CLI, new ClientList(List.of(CLIENT.key())));
        assertThat(accept(other, again, nextYear).client()).isEqualTo(ClientId.of(CLIENT.key()));
    }

    /** ANSWERS_DO_NOT_NAME_THE_CLIENT: the attacker once saw what the server said to somebody else. */
    @Test
    void anAnswerToSomebodyElsePassesWithTheAttackersKey() throws Exception {
        byte[] recorded = accept(server(), new NaclClientHandshake(COMPATIBILITY, CLI, SERVER.key()).request(draw(), NOON), NOON)
                .answer();
        KemPrivateKey attacker = ephemeral();
        Instant later = NOON.plusSeconds(86_400);
        Draw draw = draw();
        byte[] asked = client().request(draw, later);
        BoxSession victim = client().finish(200, withTime(withKey(recorded, attacker), later), draw, later);
        byte[] secret = victim.seal(bytes("{\"password\":1}"), YOUNG);
        assertThat(text(box(attacker, asked).open(secret))).isEqualTo("{\"password\":1}");
    }

    /** The two above at once. */
    @Test
    void whoSitsBetweenThemReadsAndWritesBothWays() throws Exception {
        KemPrivateKey attacker = ephemeral();
        Draw draw = draw();
        byte[] asked = client().request(draw, NOON);
        var accepted = accept(server(), withKey(asked, attacker), NOON);
        BoxSession victim = client().finish(200, withKey(accepted.answer(), attacker), draw, NOON);
        Secretbox towardsClient = box(attacker, asked);
        Secretbox towardsServer = box(attacker, accepted.answer());
        byte[] read = towardsClient.open(victim.seal(bytes("{\"pay\":1}"), YOUNG));
        byte[] changed = bytes(text(read).replace('1', '9'));
        assertThat(text(accepted.session().open(towardsServer.seal(changed, RANDOM), YOUNG))).isEqualTo("{\"pay\":9}");
        byte[] reply = towardsServer.open(accepted.session().seal(bytes("{\"paid\":9}"), YOUNG));
        byte[] lie = bytes(text(reply).replace('9', '1'));
        assertThat(text(victim.open(towardsClient.seal(lie, RANDOM), YOUNG))).isEqualTo("{\"paid\":1}");
    }

    /** ROLES_ARE_NOT_SIGNED: a server that is a client elsewhere, with the same key. */
    @Test
    void whatAServerAnsweredServesAsItsOwnHandshakeElsewhere() throws Exception {
        byte[] answer = accept(server(), request(), NOON).answer();
        String fields = text(answer).substring(text(answer).indexOf("\"handshake_response\":") + 21);
        byte[] asIfItAsked = bytes("{\"handshake_request\":" + fields.substring(0, fields.length() - 1) + "}");
        var elsewhere = new NaclServerHandshake(COMPATIBILITY, CLI, new ClientList(List.of(SERVER.key())));
        assertThat(accept(elsewhere, asIfItAsked, NOON).client()).isEqualTo(ClientId.of(SERVER.key()));
    }

    /** ONE_KEY_FOR_BOTH_DIRECTIONS: a peer without our guard, which is a bare box. */
    @Test
    void aPeerOfTheReferenceTakesItsOwnWordsForOurs() throws Exception {
        KemPrivateKey peer = ephemeral();
        var accepted = accept(server(), withKey(request(), peer), NOON);
        Secretbox reference = box(peer, accepted.answer());
        assertThat(text(reference.open(reference.seal(bytes("{\"mine\":1}"), RANDOM)))).isEqualTo("{\"mine\":1}");
    }

    /** MESSAGES_ARE_NOT_NUMBERED. */
    @Test
    void messagesMayBeLeftOutAndReorderedAndAnswersSwapped() throws Exception {
        var pair = pair();
        byte[] first = pair.server().seal(bytes("{\"first\":1}"), YOUNG);
        pair.server().seal(bytes("{\"lost\":1}"), YOUNG);
        byte[] third = pair.server().seal(bytes("{\"third\":1}"), YOUNG);
        assertThat(text(pair.client().open(third, YOUNG))).isEqualTo("{\"third\":1}");
        assertThat(text(pair.client().open(first, YOUNG))).isEqualTo("{\"first\":1}");
    }

    /** ONE_KEY_FOR_THE_WHOLE_SESSION: stolen at its end, it opens its beginning. */
    @Test
    void aStolenKeyOpensTheSessionFromItsBeginning() throws Exception {
        KemPrivateKey stolen = ephemeral();
        var accepted = accept(server(), withKey(request(), stolen), NOON);
        byte[] early = accepted.session().seal(bytes("{\"early\":1}"), YOUNG);
        byte[] late = accepted.session().seal(bytes("{\"late\":1}"), BoxSession.LIFETIME.minusNanos(1));
        Secretbox thief = box(stolen, accepted.answer());
        assertThat(text(thief.open(early))).isEqualTo("{\"early\":1}");
        assertThat(text(thief.open(late))).isEqualTo("{\"late\":1}");
    }
}
