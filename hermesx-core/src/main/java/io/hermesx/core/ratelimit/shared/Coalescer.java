// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Sends the commands that threads bring at the same time in one call a partition. There is no
 * thread of its own: the first that comes asks, and when the answer is there, lets the first of
 * those that have come since ask for all of them.
 *
 * <p>Each command is executed at most once, commands of one partition in the order in which they
 * came, and a command whose thread has given up waiting is never sent. Thread-safe.
 */
final class Coalescer {

  private static final int MOST_IN_A_CALL = 256;

  private final ConcurrentMap<Object, Lane> lanes = new ConcurrentHashMap<>();
  private final RateBackend backend;
  private final Circuits circuits;
  private final RateLimiterListener listener;
  private final Ticker ticker;
  private final Duration patience;
  private final int room;

  Coalescer(RateBackend backend, Circuits circuits, Queueing queueing) {
    this.backend = backend;
    this.circuits = circuits;
    this.listener = queueing.listener();
    this.ticker = queueing.ticker();
    this.patience = queueing.patience();
    this.room = queueing.room();
  }

  /**
   * Executes a command, together with those of other threads. Blocks, twice the patience at most.
   *
   * @throws RateLimiterUnavailableException if it was not executed, or that cannot be told
   */
  Answer execute(Command command) {
    Waiting waiting = new Waiting(command);
    Object partition = backend.partition(command);
    while (true) {
      Lane lane = lanes.computeIfAbsent(partition, key -> new Lane());
      switch (lane.enter(waiting, room)) {
        case LEADS -> {
          lead(partition, lane);
          return waiting.result();
        }
        case WAITS -> {
          if (waiting.await(patience)) {
            lead(partition, lane);
          }
          return waiting.result();
        }
        case FULL ->
            throw new RateLimiterUnavailableException(
                room + " requests wait for the shared rate limits already; see why they are slow");
        case CLOSED -> lanes.remove(partition, lane);
      }
    }
  }

  private void lead(Object partition, Lane lane) {
    try {
      call(lane.next(MOST_IN_A_CALL));
    } finally {
      if (lane.handOver()) {
        lanes.remove(partition, lane);
      }
    }
  }

  /** Without the interrupt of this thread, which is nothing to the others in the call. */
  private void call(List<Waiting> batch) {
    boolean interrupted = Thread.interrupted();
    try {
      execute(batch);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void execute(List<Waiting> batch) {
    List<Command> commands = batch.stream().map(Waiting::command).toList();
    Object server = backend.server(commands.get(0));
    long start = ticker.nanos();
    try {
      List<Answer> answers = backend.execute(commands, patience);
      circuits.answered(server);
      listener.answered(commands.size(), Duration.ofNanos(ticker.nanos() - start));
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer(answers.get(i));
      }
    } catch (RuntimeException e) {
      circuits.failed(server, commands.get(0));
      listener.failed(commands.size(), Duration.ofNanos(ticker.nanos() - start), e);
      fail(batch, e);
    } catch (Error e) {
      // Nobody may wait for an answer that never comes.
      fail(batch, e);
      throw e;
    }
  }

  private static void fail(List<Waiting> batch, Throwable e) {
    RateLimiterUnavailableException reason =
        e instanceof RateLimiterUnavailableException known
            ? known
            : new RateLimiterUnavailableException("the shared rate limits failed", e);
    batch.forEach(waiting -> waiting.fail(reason));
  }

  /**
   * How commands are queued.
   *
   * @param patience how long a command may be queued, and how long a call may take
   * @param room how many commands may be queued in a partition
   * @param listener hears of calls
   * @param ticker how long they take
   */
  record Queueing(Duration patience, int room, RateLimiterListener listener, Ticker ticker) {}
}
