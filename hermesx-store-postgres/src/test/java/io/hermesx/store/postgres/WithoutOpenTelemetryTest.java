// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.store.postgres.telemetry.StatementSpans;
import io.hermesx.store.postgres.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A host that does not ask for telemetry needs nothing of it and pays nothing for it. */
class WithoutOpenTelemetryTest {

  private static final String OPEN_TELEMETRY = "io.opentelemetry.";
  private static final String STORE = "io.hermesx.store.postgres.";

  /** Has the classes of the store and everything that those need, except OpenTelemetry's. */
  private static final class HostLoader extends ClassLoader {

    private final List<String> asked = new ArrayList<>();

    HostLoader() {
      super(WithoutOpenTelemetryTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(OPEN_TELEMETRY)) {
        asked.add(name);
        throw new ClassNotFoundException(name);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null || !name.startsWith(STORE)) {
        return loaded != null ? loaded : super.loadClass(name, resolve);
      }
      try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] octets = file.readAllBytes();
        return defineClass(name, octets, 0, octets.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** What such a host does with a url, a space and a key; loaded by its loader. */
  public static final class Host implements Function<String, String> {

    /** For its loader. */
    public Host() {}

    @Override
    public String apply(String place) {
      String url = place.substring(0, place.indexOf(' '));
      String key = place.substring(place.indexOf(' ') + 1);
      try (PostgresStore store =
          PostgresStore.builder()
              .url(url)
              .user("hermesx_app")
              .password("trusted")
              .contextKey(ContextKey.parse(key))
              .build()) {
        store.forTenant(StoreTour.TENANT).run(tx -> tx.tenants().create("Acme"));
        return store.forTenant(StoreTour.TENANT).readOnly(tx -> tx.tenants().find()).toString();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Function<String, String> host(HostLoader loader)
      throws ReflectiveOperationException {
    return (Function<String, String>)
        loader.loadClass(Host.class.getName()).getDeclaredConstructor().newInstance();
  }

  @Test
  void store_openTelemetryIsNotThere_worksAndNeverAsksForIt() throws ReflectiveOperationException {
    HostLoader loader = new HostLoader();

    String place = EmbeddedServer.database().url() + " " + EmbeddedServer.contextKey().reveal();
    assertThat(host(loader).apply(place)).contains("Acme");

    assertThat(loader.asked).isEmpty();
    assertThat(loader.loadClass(STORE + "PostgresStore")).isNotSameAs(PostgresStore.class);
  }

  /** The loader does keep it away. */
  @Test
  void telemetry_openTelemetryIsNotThere_cannotBeLoaded() {
    HostLoader loader = new HostLoader();

    assertThat(
            catchError(
                () -> Class.forName(STORE + "telemetry.OpenTelemetryTelemetry", true, loader)))
        .isInstanceOf(NoClassDefFoundError.class);
    assertThat(loader.asked).isNotEmpty();
  }

  private interface Loading {
    Object load() throws ClassNotFoundException;
  }

  private static Throwable catchError(Loading loading) {
    try {
      Object loaded = loading.load();
      return new AssertionError(((Class<?>) loaded).getDeclaredMethods().length + " methods");
    } catch (ClassNotFoundException | LinkageError e) {
      return e;
    }
  }

  @Test
  void classes_ofTheStore_doNotKnowTheGlobalOpenTelemetry() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target", "classes"))) {
      List<String> knowing =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(WithoutOpenTelemetryTest::knowsGlobal)
              .map(Path::toString)
              .toList();
      assertThat(knowing).isEmpty();
    }
  }

  private static boolean knowsGlobal(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains("GlobalOpenTelemetry");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noTelemetry_anyTransaction_makesNothingOfItsOwn() throws SQLException {
    try (Connection connection = EmbeddedServer.database().application().getConnection()) {
      StatementSpans spans = Telemetry.NONE.statements();

      assertThat(spans.on(connection)).isSameAs(connection);
      assertThat(Telemetry.NONE.statements()).isSameAs(spans);
      assertThat(Telemetry.NONE.<StatementSpans>transaction(true, given -> given)).isSameAs(spans);
    }
  }
}
