package dev.shieldwall.service;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.ledger.CommandForwarder;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.projection.ProjectedBlock;
import dev.shieldwall.service.projection.ProjectionHandler;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** As small as a service of this project can be: one write, a few reads, one projection. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(TestService.ThingController.class)
public class TestService {

    /** What it shows of a command. */
    public record Thing(CommandId id, PrincipalId principal, long height, @Nullable Hash hash) {}

    /** A list of them. */
    public record Things(List<Thing> items) {}

    @Bean
    ProjectionHandler things(JdbcTemplate jdbc) {
        return blocks -> blocks.forEach(block -> apply(jdbc, block));
    }

    private static void apply(JdbcTemplate jdbc, ProjectedBlock block) {
        block.commands().forEach(one -> jdbc.update(
                "insert into thing (id, principal, height) values (?, ?, ?)",
                one.result().commandId().toString(), one.result().principal().value(), block.height()));
    }

    @RestController
    static class ThingController {

        private final CommandForwarder forwarder;
        private final JdbcTemplate jdbc;

        ThingController(CommandForwarder forwarder, JdbcTemplate jdbc) {
            this.forwarder = forwarder;
            this.jdbc = jdbc;
        }

        @PostMapping(path = "/v1/things", consumes = Wire.JOSE)
        ResponseEntity<Receipt> close(@RequestBody byte[] jws) throws InterruptedException {
            return forwarder.forward(jws, SessionCommand.Close.class);
        }

        @GetMapping("/v1/things")
        Things list(@RequestParam(defaultValue = "50") int limit) {
            return new Things(jdbc.query(
                    "select id, principal, height from thing order by height limit ?",
                    (rs, _) -> new Thing(
                            new CommandId(decode(rs.getString(1))), new PrincipalId(rs.getString(2)), rs.getLong(3), null),
                    limit));
        }

        @GetMapping("/v1/things/{id}")
        Thing one(@PathVariable CommandId id) {
            List<Thing> found = jdbc.query("select id, principal, height from thing where id = ?",
                    (rs, _) -> new Thing(id, new PrincipalId(rs.getString(2)), rs.getLong(3), Hash.ZERO),
                    id.toString());
            return found.stream().findFirst().orElseThrow(() -> ProblemType.NOT_FOUND.because("no such thing"));
        }

        @GetMapping("/v1/broken")
        Thing broken() {
            throw new IllegalStateException("a secret detail");
        }

        private static Bytes decode(String text) {
            return Bytes.wrap(Base64.getUrlDecoder().decode(text));
        }
    }
}
