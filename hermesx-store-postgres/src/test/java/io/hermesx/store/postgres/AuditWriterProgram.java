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
 * far as they were told, is a line in a file. For each line of standard input it starts them, and
 * it answers when they are done.
 */
final class AuditWriterProgram {

  static final TenantId[] TENANTS = {TenantId.named("acme"), TenantId.named("other")};
  private static final int WRITERS = 8;

  private final Clock clock = Clock.systemUTC();
  private final IdSource ids = IdSource.secure(clock);
  private final PostgresStore store;
  private final UnsignedAuditChain chain;
  private final FileChannel told;

  private AuditWriterProgram(PostgresStore store, FileChannel told) {
    this.store = store;
    this.told = told;
    this.chain =
        UnsignedAuditChain.builder(store.auditLog())
            .installation("many.example")
            .clock(clock)
            .ids(ids)
            .build();
  }

  /** Arguments: url, context key, folder for the file. */
  public static void main(String[] arguments) throws Exception {
    Path file = Files.createTempFile(Path.of(arguments[2]), "told", ".txt");
    try (PostgresStore store =
            PostgresStore.builder()
                .url(arguments[0])
                .user(TestDatabase.APPLICATION)
                .password("trusted")
                .contextKey(ContextKey.parse(arguments[1]))
                .poolSize(4)
                .build();
        FileChannel told = FileChannel.open(file, StandardOpenOption.APPEND);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII))) {
      AuditWriterProgram program = new AuditWriterProgram(store, told);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(program.run(Integer.parseInt(line)));
      }
    }
  }

  /** Returns how many of the events of each writer may or may not be on record. */
  private int run(int events) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    int[] unknown = new int[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < events; n++) {
                  unknown[writer] += write(writer, n) ? 0 : 1;
                }
              });
      threads.add(thread);
      thread.start();
    }
    int all = 0;
    for (int i = 0; i < WRITERS; i++) {
      threads.get(i).join();
      all += unknown[i];
    }
    return all;
  }

  private boolean write(int writer, int n) {
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
      told.write(ByteBuffer.wrap((tenant + " " + event.id() + "\n").getBytes(US_ASCII)));
      return true;
    } catch (HermesException e) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
