// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotentAnswer;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.SingleStepStore;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.store.postgres.Turn.Manner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Work of a turn that is kept as a whole or not at all: a transaction, or a step alone.
 *
 * @param turn the turn
 * @param tenant whose it is
 * @param steps those of the turn's steps that it does
 * @param first the place of the first one in the turn
 */
record TurnWork(Turn turn, TenantId tenant, List<StoreStep> steps, int first) {

  /** Everything that a turn does. */
  static List<TurnWork> of(Turn turn, TenantId tenant) {
    if (turn.manner() != Manner.ALONE) {
      return List.of(new TurnWork(turn, tenant, turn.steps(), 0));
    }
    return IntStream.range(0, turn.steps().size())
        .mapToObj(i -> new TurnWork(turn, tenant, turn.steps().subList(i, i + 1), i))
        .toList();
  }

  /** Whether having it done twice is by contract the same as once. */
  boolean isRepeatable() {
    return turn.manner() == Manner.KEYED
        || (turn.manner() == Manner.ALONE && steps.get(0).repeatable());
  }

  /** Does it on a database. */
  Object on(FaultyPostgres postgres, Strike strike) {
    return turn.isJoined()
        ? new HostWork(turn, tenant, postgres, strike).run()
        : on(postgres.store(), strike);
  }

  /** Does it in memory, as the model; of a host's transaction, what it would keep. */
  Object on(Store memory) {
    return switch (turn.manner()) {
      case JOINED ->
          steps.stream().map(step -> memory.forTenant(tenant).<Object>tx(step::applyTo)).toList();
      case JOINED_UNDONE -> RolledBack.ANSWER;
      default -> on(memory, Strike.NONE);
    };
  }

  private Object on(Store store, Strike strike) {
    return switch (turn.manner()) {
      case ALONE -> alone(store, strike);
      case SEQUENCED -> StagedEvents.sequence(store.auditLog(), tenant);
      case LISTED -> list(store);
      case LEASED -> store.leases().tryAcquire("chore", tenant.toString(), Duration.ofMinutes(5));
      default -> transact(store, strike);
    };
  }

  /** There is no transaction in which a statement of ours could go wrong. */
  private Object alone(Store store, Strike strike) {
    strike.before(first, sql -> {});
    return new SingleStepStore(store).forTenant(tenant).<Object>tx(steps.get(0)::applyTo);
  }

  private Object transact(Store store, Strike strike) {
    try {
      return store
          .forTenant(tenant)
          .<Object>tx(
              tx -> {
                Object answer = turn.manner() == Manner.KEYED ? keyed(tx, strike) : run(tx, strike);
                if (turn.manner() == Manner.ROLLED_BACK) {
                  throw new RolledBack();
                }
                return answer;
              });
    } catch (RolledBack e) {
      return RolledBack.ANSWER;
    }
  }

  private List<Object> run(TenantTx tx, Strike strike) {
    List<Object> answers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      strike.before(i, sql -> execute(tx, sql));
      answers.add(steps.get(i).applyTo(tx));
    }
    strike.before(steps.size(), sql -> execute(tx, sql));
    return answers;
  }

  private static void execute(TenantTx tx, String sql) {
    ((PostgresTx) tx).reading().execute(sql);
  }

  /** The answers as a digest, or what was answered when the key was taken. */
  private String keyed(TenantTx tx, Strike strike) {
    Optional<IdempotentAnswer> earlier =
        tx.idempotency().claim(key(steps.size()), StoreSamples.sha256("request"));
    if (earlier.isPresent()) {
      return earlier.get().answer();
    }
    String answer = StoreSamples.sha256(run(tx, strike).toString()).toString();
    tx.idempotency().answer(key(steps.size()), answer);
    return answer;
  }

  /** The key of a turn with so many steps. */
  static IdempotencyKey key(int steps) {
    return StoreSamples.idempotencyKey("turn-" + steps);
  }

  private Object list(Store store) {
    PreparedEvent event =
        new StoreSamples(() -> new UUID(0x7000, 100 + steps.size())).event(tenant);
    try {
      return store.directory().tenants(event, Optional.empty(), Turn.TENANTS);
    } catch (StoreException e) {
      if (e.failure() == StoreFailure.REFUSED) {
        return "the event is on record";
      }
      throw e;
    }
  }
}
