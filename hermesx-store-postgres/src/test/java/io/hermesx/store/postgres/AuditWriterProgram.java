// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of writers: half of them append, half of them stage. Each event that is on record, as
 * far as they were told, is a line in a file, and each write that failed is one in another. For
 * each line of standard input, which says how many events each of them writes at least, it starts
 * them; they go on until the file {@link #ENOUGH} is there, and it answers when they are done.
 */
final class AuditWriterProgram {

  static final String ENOUGH = "enough";
  static final String FAILED = "failed";
  static final TenantId[] TENANTS = {TenantId.named("acme"), TenantId.named("other")};
  private static final int WRITERS = 8;

  private final Clock clock = Clock.systemUTC();
  private final IdSource ids = IdSource.secure(clock);
  private final PostgresStore store;
  private final UnsignedAuditChain chain;
  private final FileChannel told;
  private final FileChannel failed;
  private final Path enough;

  private AuditWriterProgram(PostgresStore store, Path folder) throws IOException {
    this.store = store;
    this.told = create(folder, "told");
    this.failed = create(folder, FAILED);
    this.enough = folder.resolve(ENOUGH);
    this.chain =
        UnsignedAuditChain.builder(store.auditLog())
            .installation("many.example")
            .clock(clock)
            .ids(ids)
            .build();
  }

  /** Arguments: url, context key, folder for the file. */
  public static void main(String[] arguments) throws Exception {
    try (PostgresStore store =
            PostgresStore.builder()
                .url(arguments[0])
                .user(TestDatabase.APPLICATION)
                .password("trusted")
                .contextKey(ContextKey.parse(arguments[1]))
                .poolSize(4)
                .build();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII))) {
      AuditWriterProgram program = new AuditWriterProgram(store, Path.of(arguments[2]));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        program.run(Integer.parseInt(line));
        System.out.println("done");
      }
    }
  }

  private static FileChannel create(Path folder, String kind) throws IOException {
    Path file = Files.createTempFile(folder, kind, ".txt");
    return FileChannel.open(file, StandardOpenOption.APPEND);
  }

  private void run(int events) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < events || !Files.exists(enough); n++) {
                  write(writer, n);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void write(int writer, int n) {
    TenantId tenant = TENANTS[n % TENANTS.length];
    AuditEvent event = AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build();
    PreparedEvent prepared = chain.prepare(event);
    try {
      if (writer % 2 == 0) {
        chain.append(prepared);
      } else {
        store.forTenant(tenant).run(tx -> tx.audit().stage(prepared));
        chain.staged(tenant);
      }
      line(told, event);
    } catch (HermesException e) {
      line(failed, event);
    }
  }

  private static void line(FileChannel file, AuditEvent event) {
    try {
      file.write(ByteBuffer.wrap((event.tenant() + " " + event.id() + "\n").getBytes(US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
