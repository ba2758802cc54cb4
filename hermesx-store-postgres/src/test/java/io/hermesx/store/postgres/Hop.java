// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Threads that do one step after the other, each for another tenant, while somebody disturbs them:
 * once for every so many steps that were done.
 */
final class Hop {

  private static final int STEPS_A_DISTURBANCE = 25;
  private static final long STACK = 1 << 18;

  private final Semaphore steps = new Semaphore(0);
  private final HopReport report = new HopReport();
  private final List<TenantId> tenants;
  private final List<HopStep> choice;

  Hop(List<TenantId> tenants, List<HopStep> choice) {
    this.tenants = tenants;
    this.choice = choice;
  }

  /**
   * Runs it, once.
   *
   * @param rounds how many steps each thread does
   * @param disturb is called on this thread, with one of the others
   */
  HopReport run(int threads, int rounds, Consumer<Thread> disturb) throws InterruptedException {
    List<Thread> workers =
        IntStream.range(0, threads)
            .mapToObj(i -> new Thread(null, () -> work(i, rounds), "hop-" + i, STACK))
            .toList();
    workers.forEach(Thread::start);
    SplittableRandom random = new SplittableRandom(threads);
    for (int i = 0; i < threads * rounds / STEPS_A_DISTURBANCE; i++) {
      steps.acquire(STEPS_A_DISTURBANCE);
      disturb.accept(workers.get(random.nextInt(threads)));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return report;
  }

  private void work(int thread, int rounds) {
    SplittableRandom random = new SplittableRandom(thread);
    for (int i = 0; i < rounds; i++) {
      TenantId tenant = tenants.get(random.nextInt(tenants.size()));
      one(tenant, choice.get(random.nextInt(choice.size())), random);
    }
  }

  private void one(TenantId tenant, HopStep step, SplittableRandom random) {
    try {
      step.on(tenant, random).forEach(text -> report.saw(tenant, text));
    } catch (StoreException e) {
      report.failed(e);
    } catch (RuntimeException | Error e) {
      report.surprised(e);
    } finally {
      // The next step is somebody else's: an interrupt was meant for this one.
      Thread.interrupted();
      report.done();
      steps.release();
    }
  }
}
