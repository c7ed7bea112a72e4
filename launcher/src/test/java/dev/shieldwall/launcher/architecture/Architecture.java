package dev.shieldwall.launcher.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.io.Serializable;
import java.net.URLConnection;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The rules that keep the modules straight, by name; {@link SeededViolationTest} shows that each can fail. */
final class Architecture {

    /** Ends of names that say nothing; {@link SeededViolationTest} tries each. */
    static final List<String> VAGUE_ENDINGS = List.of("Impl", "Util", "Utils", "Helper", "Manager", "Dto", "Mapper");

    static final List<String> VAGUE_PACKAGES = List.of("util", "common", "misc");

    private static final String ROOT = "dev.shieldwall.";
    private static final String[] PURE = {
        ROOT + "model..", ROOT + "ledger..", ROOT + "consensus..", ROOT + "transport.*.core.."
    };
    private static final String[] HTTP_CLIENTS = {
        "java.net.http..", "org.eclipse.jetty.client..", "org.eclipse.jetty.http2.client..", "org.apache.hc.client5..",
        "org.springframework.web.client..", "org.springframework.web.reactive.function.client.."
    };
    private static final String ALL = "dev.shieldwall..";
    private static final String[] READ_MODELS = Stream.of("identity", "capability", "session", "audit")
            .map(service -> ROOT + service + ".readmodel..")
            .toArray(String[]::new);
    private static final String[] JPA = {
        "jakarta.persistence..", "org.hibernate..", "org.springframework.data..", "org.springframework.orm.."
    };
    private static final String ENTITY = "jakarta.persistence.Entity";
    private static final List<String> MODULES = List.of(
            "crypto", "model", "ledger", "consensus", "transport", "client", "service", "replica", "identity",
            "capability", "session", "audit", "gateway", "node", "launcher");
    private static final List<List<String>> MODEL_ORDER = List.of(
            List.of("codec"),
            List.of("replica"),
            List.of("identity"),
            List.of("capability"),
            List.of("session"),
            List.of("decision"),
            List.of("audit"),
            List.of("command", "event"),
            List.of("genesis"),
            List.of("block"),
            List.of("receipt"));
    private static final List<List<String>> LEDGER_ORDER = List.of(
            List.of("facts"), List.of("identity"), List.of("capability"), List.of("session"), List.of("audit"));
    private static final List<List<String>> REPLICA_ORDER =
            List.of(List.of("genesis", "wal", "store"), List.of("host"), List.of("http", "admin"));
    /** Who calls and with which key is no feature: every service asks it of every caller. */
    private static final Set<String> EVERYBODYS_TYPES =
            Set.of("dev.shieldwall.model.identity.PrincipalId", "dev.shieldwall.model.identity.VerificationKey");
    /** Whoever reads the bytes of a secret; to add a class is to say that it may. */
    private static final Set<String> MAY_READ_SECRETS = Set.of(
            "dev.shieldwall.crypto.signature.Ed25519Signer", "dev.shieldwall.crypto.keystore.KeyFiles",
            "dev.shieldwall.crypto.keystore.KeyRingEncoding", "dev.shieldwall.crypto.keystore.Pkcs8",
            // JeroMQ's sockets take the secret as bytes; the reference joins the master key with a label.
            "dev.shieldwall.transport.bus.CurveKeyPair", "dev.shieldwall.transport.bus.ComponentKeys");

    private Architecture() {}

    static Map<String, ArchRule> rules() {
        var rules = new LinkedHashMap<String, ArchRule>();
        rules.put("pure modules know no framework, network, file or thread", pureModules());
        rules.put("the host alone reads the clock or draws randomness", noClockNoRandomness());
        rules.put("packages are free of cycles", slices().matching(ROOT + "(*).(*)..").should().beFreeOfCycles());
        rules.put("packages of a module follow their order", packageOrder());
        rules.put("no package imports the root of its module", noImportOfTheRoot());
        rules.put("modules are used through their edge", moduleEdges());
        rules.put("secrets are read by few", secretAccess());
        rules.put("secrets become keys in crypto", secretsAsKeys());
        rules.put("names say what a thing is", names());
        rules.put("services do not depend on each other", servicesApart());
        rules.put("controllers and repositories are package-private", hiddenEdges());
        rules.put("HTTP clients only where calls leave the process", httpClients());
        rules.put("shared-service knows no feature", serviceKnowsNoFeature());
        rules.put("tables of a service stay in its read model", tablesInReadModels());
        rules.put("JPA stays in read models and no entity leaves them", jpaInReadModels());
        rules.put("cryptography stays in crypto", cryptographyInCrypto());
        rules.put("ZeroMQ stays in the bus", zeroMqInTheBus());
        return rules;
    }

    private static ArchRule pureModules() {
        return noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.springframework..", "jakarta..", "java.net..", "java.nio.file..",
                                "java.util.concurrent..")
                        .or(resideInAPackage("java.io..")
                                // Every exception and record lambda is Serializable.
                                .and(not(equivalentTo(Serializable.class)))))
                .allowEmptyShould(true);
    }

    private static ArchRule noClockNoRandomness() {
        return noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .allowEmptyShould(true);
    }

    /** A package may use those of its module that stand to its left. */
    private static ArchRule packageOrder() {
        var rules = new ArrayList<ArchRule>();
        rules.addAll(order("model", MODEL_ORDER));
        rules.addAll(order("ledger", LEDGER_ORDER));
        rules.addAll(order("replica", REPLICA_ORDER));
        return CompositeArchRule.of(rules).as("packages of a module follow their order");
    }

    private static List<ArchRule> order(String module, List<List<String>> groups) {
        var rules = new ArrayList<ArchRule>();
        for (int i = 0; i < groups.size() - 1; i++) {
            String[] right = groups.subList(i + 1, groups.size()).stream()
                    .flatMap(List::stream)
                    .map(name -> ROOT + module + "." + name + "..")
                    .toArray(String[]::new);
            String[] self = groups.get(i).stream()
                    .map(name -> ROOT + module + "." + name + "..")
                    .toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAnyPackage(self)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(right)
                    .allowEmptyShould(true));
        }
        return rules;
    }

    /** The root of a module stands on top of it; crypto's alone stands below, for its types of secrets. */
    private static ArchRule noImportOfTheRoot() {
        List<ArchRule> rules = MODULES.stream()
                .filter(module -> !module.equals("crypto"))
                .map(module -> (ArchRule) noClasses()
                        .that()
                        .resideInAPackage(ROOT + module + ".*..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(ROOT + module)
                        .allowEmptyShould(true))
                .toList();
        return CompositeArchRule.of(rules).as("no package imports the root of its module");
    }

    /**
     * Public types of these modules are for their own packages, except the applications, the root of the ledger, and
     * the keys that a replica makes for itself before there is a genesis.
     */
    private static ArchRule moduleEdges() {
        List<ArchRule> rules = Stream.of("ledger", "replica", "identity", "capability", "session", "audit", "gateway")
                .map(module -> (ArchRule) noClasses()
                        .that()
                        .resideInAPackage(ALL)
                        .and()
                        .resideOutsideOfPackage(ROOT + module + "..")
                        .should()
                        .dependOnClassesThat(resideInAPackage(ROOT + module + "..")
                                .and(not(simpleNameEndingWith("Application")))
                                .and(not(resideInAnyPackage(ROOT + "ledger", ROOT + "replica.genesis"))))
                        .allowEmptyShould(true))
                .toList();
        return CompositeArchRule.of(rules).as("modules are used through their edge");
    }

    private static ArchRule secretAccess() {
        return noClasses()
                .that()
                .resideInAPackage(ALL)
                .and(not(namedAnyOf(MAY_READ_SECRETS)))
                .should()
                .callMethod("dev.shieldwall.crypto.SecretAccess", "granted")
                .allowEmptyShould(true);
    }

    /** A key gives its bytes without a token: java.security.Key is a type that everybody may name. */
    private static ArchRule secretsAsKeys() {
        return noClasses()
                .that()
                .resideInAPackage(ALL)
                .and()
                .resideOutsideOfPackage(ROOT + "crypto..")
                .should()
                .accessTargetWhere(describe(
                        "is SecretBytes.asKey",
                        access -> access.getTargetOwner().getName().equals(ROOT + "crypto.SecretBytes")
                                && access.getTarget().getName().equals("asKey")))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> namedAnyOf(Set<String> names) {
        return describe("is one of " + names, type -> names.contains(type.getName()));
    }

    private static ArchRule names() {
        return noClasses()
                .that()
                .resideInAPackage(ALL)
                .should()
                .haveNameMatching(".*(" + String.join("|", VAGUE_ENDINGS) + ")")
                .orShould()
                .haveNameMatching(".*[.$]Base[A-Z][^.]*")
                .orShould()
                .resideInAnyPackage(VAGUE_PACKAGES.stream().map(name -> ".." + name + "..").toArray(String[]::new))
                .allowEmptyShould(true);
    }

    private static ArchRule servicesApart() {
        return slices().matching(ROOT + "(identity|capability|session|audit|gateway)..")
                .should()
                .notDependOnEachOther();
    }

    private static ArchRule hiddenEdges() {
        return classes()
                .that(simpleNameEndingWith("Controller")
                        .or(simpleNameEndingWith("Repository"))
                        .or(simpleNameEndingWith("Projection")))
                .and()
                .resideInAnyPackage(ROOT + "identity..", ROOT + "capability..", ROOT + "session..", ROOT + "audit..",
                        ROOT + "gateway..", ROOT + "replica..")
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .allowEmptyShould(true);
    }

    private static ArchRule httpClients() {
        return noClasses()
                .that()
                .resideInAPackage(ALL)
                .and()
                // service.ledger puts circuit breakers around the client's calls, nothing more.
                .resideOutsideOfPackages(ROOT + "client..", ROOT + "service.ledger..", ROOT + "gateway..",
                        ROOT + "replica.http..", ROOT + "launcher..", ROOT + "benchmark..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(HTTP_CLIENTS)
                        .or(assignableTo(URLConnection.class)))
                .allowEmptyShould(true);
    }

    private static ArchRule serviceKnowsNoFeature() {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "service..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                ROOT + "model.identity..", ROOT + "model.capability..", ROOT + "model.session..",
                                ROOT + "model.audit..")
                        .and(not(namedAnyOf(EVERYBODYS_TYPES))))
                .allowEmptyShould(true);
    }

    private static ArchRule tablesInReadModels() {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.shieldwall.identity..", "dev.shieldwall.capability..", "dev.shieldwall.session..",
                        "dev.shieldwall.audit..", "dev.shieldwall.gateway..")
                .and()
                .resideOutsideOfPackage("..readmodel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
                .allowEmptyShould(true);
    }

    /** Replicas, shared-service and all else know no JPA; of a read model only its package sees what is mapped. */
    private static ArchRule jpaInReadModels() {
        ArchRule inReadModels = noClasses()
                .that()
                .resideInAPackage(ALL)
                .and()
                .resideOutsideOfPackages(READ_MODELS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(JPA).or(annotatedWith(ENTITY)))
                .allowEmptyShould(true);
        ArchRule hidden = classes()
                .that()
                .areAnnotatedWith(ENTITY)
                .should()
                .bePackagePrivate()
                .allowEmptyShould(true);
        ArchRule notInControllers = noClasses()
                .that()
                .haveSimpleNameEndingWith("Controller")
                .should()
                .dependOnClassesThat()
                .areAnnotatedWith(ENTITY)
                .allowEmptyShould(true);
        return CompositeArchRule.of(List.of(inReadModels, hidden, notInControllers))
                .as("JPA stays in read models and no entity leaves them");
    }

    private static ArchRule cryptographyInCrypto() {
        return noClasses()
                .that()
                .resideInAPackage(ALL)
                .and()
                .resideOutsideOfPackage(ROOT + "crypto..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.bouncycastle..", "com.amazon.corretto..", "org.conscrypt..", "javax.crypto..")
                        .or(equivalentTo(MessageDigest.class))
                        .or(equivalentTo(Signature.class)))
                .allowEmptyShould(true);
    }

    /** An optional dependency: whoever else touched it would fail where it is absent. The bus's pure part is no exception. */
    private static ArchRule zeroMqInTheBus() {
        return noClasses()
                .that()
                .resideInAPackage(ALL)
                .and()
                .resideOutsideOfPackage(ROOT + "transport.bus")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.zeromq..", "zmq..", "com.neilalexander.jnacl.."))
                .allowEmptyShould(true);
    }
}
