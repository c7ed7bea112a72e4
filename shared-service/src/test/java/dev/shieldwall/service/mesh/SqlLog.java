package dev.shieldwall.service.mesh;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * What a service sends to its database, whatever writes it: one line for each round trip, so that a batch is one. A
 * test adds it to the sources of the service.
 */
public final class SqlLog implements BeanPostProcessor {

    private final List<String> sent = new CopyOnWriteArrayList<>();

    /** Since the start or the last {@link #clear}; lower case, each white space one blank. */
    public List<String> sent() {
        return List.copyOf(sent);
    }

    public void clear() {
        sent.clear();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource ? new Logged(dataSource, sent) : bean;
    }

    private static final class Logged extends DelegatingDataSource {

        private final List<String> sent;

        Logged(DataSource target, List<String> sent) {
            super(target);
            this.sent = sent;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return logged(super.getConnection());
        }

        private Connection logged(Connection connection) {
            return proxy(Connection.class, (_, method, arguments) -> {
                Object result = call(() -> method.invoke(connection, arguments));
                return result instanceof PreparedStatement statement
                        ? logged(statement, plain(arguments[0].toString()))
                        : result;
            });
        }

        private static String plain(String sql) {
            return sql.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        }

        private PreparedStatement logged(PreparedStatement statement, String sql) {
            return proxy(PreparedStatement.class, (_, method, arguments) -> {
                if (method.getName().startsWith("execute")) {
                    sent.add(sql);
                }
                return call(() -> method.invoke(statement, arguments));
            });
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
        }

        private interface Call {
            Object run() throws ReflectiveOperationException;
        }

        private static Object call(Call call) throws Throwable {
            try {
                return call.run();
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
