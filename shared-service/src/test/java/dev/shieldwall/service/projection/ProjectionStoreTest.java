package dev.shieldwall.service.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.SmartTransactionObject;
import org.springframework.transaction.support.TransactionTemplate;

/** Over a transaction manager that writes down what it is told, and fails as the one of JPA does. */
class ProjectionStoreTest {

    private final List<String> told = new ArrayList<>();

    private final class Transactions extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return new SmartTransactionObject() {
                @Override
                public boolean isRollbackOnly() {
                    return false;
                }

                @Override
                public void flush() {
                    told.add("flush");
                }
            };
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            told.add("begin");
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            told.add("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            throw new IllegalStateException("cannot roll back either");
        }
    }

    /** The position row is always where it should be. */
    private static final class PositionAlone extends JdbcTemplate {
        @Override
        public int update(String sql, @Nullable Object @Nullable ... arguments) {
            return 1;
        }
    }

    private Optional<ProjectionPosition> apply(ProjectionHandler handler) {
        CertifiedBlock block = TestMesh.create().accepted(null);
        var store = new ProjectionStore(
                new PositionAlone(), new TransactionTemplate(new Transactions()), List.of(handler), Hash.ZERO);
        return store.apply(List.of(block), new ProjectionPosition(0, Hash.ZERO, 0));
    }

    @Test
    void whatHandlersLeftToBeWrittenIsWrittenBeforeTheCommit() {
        assertThat(apply(_ -> told.add("handler"))).map(ProjectionPosition::height).hasValue(1L);
        assertThat(told).containsExactly("begin", "handler", "flush", "commit");
    }

    @Test
    void theFailureIsTheFirstOneNotThatOfTheRollback() {
        var outage = new DataAccessResourceFailureException("the database is away");
        assertThatThrownBy(() -> apply(_ -> {
                    throw outage;
                }))
                .isSameAs(outage);
    }
}
