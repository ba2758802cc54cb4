// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.SettleResult;
import io.hermesx.core.time.Instants;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A ledger as one would explain it: lists of what happened, searched and added up afresh for every
 * question, in numbers without bounds. A copy of it is a snapshot.
 */
final class LedgerModel {

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final Duration KEPT = Duration.ofHours(24);

  private final List<Account> accounts = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Reservation> reservations = new ArrayList<>();
  private final List<Spend> spends = new ArrayList<>();
  private int lastNumber;

  /** A budget from its definition to its removal, however often it is replaced. */
  private record Account(int number, Budget budget) {}

  /** A period of an account; the last one of an account is the current one. */
  private record Slot(int number, int account, Instant start) {}

  private record Spend(int slot, Amounts amounts) {}

  /** What is held in some slots until it expires, or was until it was closed. */
  private record Reservation(
      ReservationId id,
      List<Integer> slots,
      Amounts amounts,
      Instant expiresAt,
      Optional<Instant> closedAt) {

    boolean isOpen(Instant now) {
      return closedAt.isEmpty() && now.isBefore(expiresAt);
    }
  }

  LedgerModel copy() {
    LedgerModel copy = new LedgerModel();
    copy.accounts.addAll(accounts);
    copy.slots.addAll(slots);
    copy.reservations.addAll(reservations);
    copy.spends.addAll(spends);
    copy.lastNumber = lastNumber;
    return copy;
  }

  /** Returns what the step answers, or the class of what it throws. */
  Object apply(LedgerStep step, Instant now) {
    if (step instanceof LedgerStep.Define define) {
      return define(define.budget(), now);
    } else if (step instanceof LedgerStep.Remove remove) {
      return accounts.removeIf(account -> account.budget().name().equals(remove.name()));
    } else if (step instanceof LedgerStep.Reserve reserve) {
      return reserve(reserve, now);
    } else if (step instanceof LedgerStep.Extend extend) {
      return extend(extend, now);
    }
    LedgerStep.Settle settle = (LedgerStep.Settle) step;
    return settle(settle.id(), settle.actual(), now);
  }

  List<BudgetState> states(Dimensions dimensions, Instant now) {
    return matching(dimensions, now).stream().map(slot -> state(slot, now)).toList();
  }

  void sweep(Instant now) {
    Instant last = now.minus(KEPT);
    reservations.removeIf(
        it -> !it.isOpen(now) && !it.closedAt().orElse(it.expiresAt()).isAfter(last));
  }

  private Object define(Budget budget, Instant now) {
    Instant start = budget.period().startOf(now, budget.zone());
    Optional<Account> known =
        accounts.stream().filter(it -> it.budget().name().equals(budget.name())).findFirst();
    if (known.isEmpty()) {
      accounts.add(new Account(++lastNumber, budget));
      slots.add(new Slot(++lastNumber, accounts.get(accounts.size() - 1).number(), start));
      return true;
    }
    if (known.get().budget().unit() != budget.unit()) {
      return IllegalArgumentException.class;
    }
    Slot current = current(known.get(), now);
    slots.set(slots.indexOf(current), new Slot(current.number(), current.account(), start));
    accounts.set(accounts.indexOf(known.get()), new Account(known.get().number(), budget));
    return true;
  }

  private Object reserve(LedgerStep.Reserve step, Instant now) {
    Optional<Reservation> known = find(step.id());
    if (known.isPresent()) {
      return known.get().isOpen(now) ? granted(known.get(), now) : IllegalStateException.class;
    }
    Instant expiresAt = Instants.truncate(now.plus(step.lasts()));
    if (!expiresAt.isAfter(now)) {
      return IllegalArgumentException.class;
    }
    List<Slot> matching = matching(step.dimensions(), now);
    Optional<ReserveOutcome> exceeded = exceeded(matching, step.amounts(), now);
    if (exceeded.isPresent()) {
      return exceeded.get();
    }
    List<Integer> numbers = matching.stream().map(Slot::number).toList();
    reservations.add(
        new Reservation(step.id(), numbers, step.amounts(), expiresAt, Optional.empty()));
    return granted(reservations.get(reservations.size() - 1), now);
  }

  private Object extend(LedgerStep.Extend step, Instant now) {
    Optional<Reservation> known = find(step.id()).filter(it -> it.isOpen(now));
    if (known.isEmpty()) {
      return IllegalStateException.class;
    }
    Reservation it = known.get();
    Instant expiresAt = Instants.truncate(now.plus(step.lasts()));
    if (!expiresAt.isAfter(now)) {
      return IllegalArgumentException.class;
    }
    Optional<ReserveOutcome> exceeded = exceeded(living(it), step.more(), now);
    if (exceeded.isPresent()) {
      return exceeded.get();
    }
    try {
      Amounts sum = it.amounts().plus(step.more());
      Reservation longer = new Reservation(it.id(), it.slots(), sum, expiresAt, Optional.empty());
      reservations.set(reservations.indexOf(it), longer);
      return granted(longer, now);
    } catch (ArithmeticException e) {
      return ArithmeticException.class;
    }
  }

  private SettleResult settle(ReservationId id, Amounts actual, Instant now) {
    Optional<Reservation> known = find(id);
    if (known.isEmpty()) {
      return SettleResult.NOT_FOUND;
    }
    Reservation it = known.get();
    if (it.closedAt().isPresent()) {
      return SettleResult.ALREADY_CLOSED;
    }
    it.slots().forEach(slot -> spends.add(new Spend(slot, actual)));
    reservations.set(
        reservations.indexOf(it),
        new Reservation(id, it.slots(), it.amounts(), it.expiresAt(), Optional.of(now)));
    return it.isOpen(now) ? SettleResult.SETTLED : SettleResult.SETTLED_LATE;
  }

  private Optional<ReserveOutcome> exceeded(List<Slot> where, Amounts asked, Instant now) {
    for (Slot slot : where) {
      Budget budget = account(slot).orElseThrow().budget();
      long share = asked.of(budget.unit());
      BigInteger sum = committed(slot).add(held(slot, now)).add(BigInteger.valueOf(share));
      if (share > 0 && sum.compareTo(BigInteger.valueOf(budget.limit())) > 0) {
        return Optional.of(new ReserveOutcome.Exceeded(state(slot, now), share));
      }
    }
    return Optional.empty();
  }

  private ReserveOutcome granted(Reservation it, Instant now) {
    return new ReserveOutcome.Granted(living(it).stream().map(slot -> state(slot, now)).toList());
  }

  private BudgetState state(Slot slot, Instant now) {
    return new BudgetState(
        account(slot).orElseThrow().budget(),
        slot.start(),
        committed(slot).longValueExact(),
        held(slot, now).longValueExact());
  }

  private BigInteger committed(Slot slot) {
    return spends.stream()
        .filter(spend -> spend.slot() == slot.number())
        .map(spend -> share(slot, spend.amounts()))
        .reduce(BigInteger.ZERO, BigInteger::add)
        .min(LARGEST);
  }

  private BigInteger held(Slot slot, Instant now) {
    return reservations.stream()
        .filter(it -> it.isOpen(now) && it.slots().contains(slot.number()))
        .map(it -> share(slot, it.amounts()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private BigInteger share(Slot slot, Amounts amounts) {
    return BigInteger.valueOf(amounts.of(account(slot).orElseThrow().budget().unit()));
  }

  private List<Slot> matching(Dimensions dimensions, Instant now) {
    return accounts.stream()
        .filter(account -> account.budget().only().matches(dimensions))
        .sorted(Comparator.comparing(account -> account.budget().name()))
        .map(account -> current(account, now))
        .toList();
  }

  /** The slots of a reservation whose budget is still there. */
  private List<Slot> living(Reservation it) {
    return it.slots().stream()
        .flatMap(number -> slots.stream().filter(slot -> slot.number() == number))
        .filter(slot -> account(slot).isPresent())
        .toList();
  }

  private Slot current(Account account, Instant now) {
    Budget budget = account.budget();
    Instant start = budget.period().startOf(now, budget.zone());
    Slot last =
        slots.stream()
            .filter(slot -> slot.account() == account.number())
            .reduce((earlier, later) -> later)
            .orElseThrow();
    if (last.start().equals(start)) {
      return last;
    }
    Slot next = new Slot(++lastNumber, account.number(), start);
    slots.add(next);
    return next;
  }

  private Optional<Account> account(Slot slot) {
    return accounts.stream().filter(account -> account.number() == slot.account()).findFirst();
  }

  private Optional<Reservation> find(ReservationId id) {
    return reservations.stream().filter(it -> it.id().equals(id)).findFirst();
  }
}
