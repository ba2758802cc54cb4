// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import io.hermesx.core.tenant.TenantId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A scanner put to a text that arrives in pieces. What it lets through, joined, is what the scanner
 * makes of the whole text, wherever the pieces were cut: what could still become part of a finding
 * is held back, and nothing is let through twice.
 *
 * <p>As soon as the scanner demands more than {@link ScanAction#PASS}, or throws, nothing more is
 * let through, at that piece already: a stream cannot wait for a person. What went before cannot be
 * taken back; a host that must not show a first half scans the whole text instead.
 *
 * <p>A scanner that does not override {@link Scanner#cut} holds back at least twice its {@link
 * Scanner#lookBehind} characters. What is held back is bounded by the text alone; the caller bounds
 * that. Surrogate pairs stay together. Work is linear in the text, up to a constant.
 *
 * <p>Not thread-safe: for one stream. No I/O of its own.
 */
public final class StreamingScan {

  private final Scanner scanner;
  private final TenantId tenant;
  private final ScanDirection direction;
  private final StringBuilder held = new StringBuilder();
  private final Set<String> signals = new HashSet<>();
  private ScanAction action = ScanAction.PASS;
  private int enough;
  private boolean ended;

  /** A scan of one text of the tenant on its way in the direction. */
  public StreamingScan(Scanner scanner, TenantId tenant, ScanDirection direction) {
    this.scanner = scanner;
    this.tenant = tenant;
    this.direction = direction;
  }

  /**
   * Takes the next piece and returns what may pass now, often an empty text.
   *
   * @throws IllegalStateException after {@link #end}
   * @throws RuntimeException whatever the scanner throws; the scan then is at {@link
   *     ScanAction#BLOCK}
   */
  public String accept(String piece) {
    requireOpen();
    if (action != ScanAction.PASS) {
      return "";
    }
    held.append(piece);
    return held.length() < enough ? "" : guarded(this::releaseSettled);
  }

  /**
   * Ends the text and returns the rest that may pass.
   *
   * @throws IllegalStateException when called twice
   * @throws RuntimeException as {@link #accept} does
   */
  public String end() {
    requireOpen();
    ended = true;
    return held.isEmpty() ? "" : guarded(() -> release(held.length()));
  }

  /** The strictest demand so far. */
  public ScanAction action() {
    return action;
  }

  /** What was noticed so far. */
  public Set<String> signals() {
    return Set.copyOf(signals);
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("the text has ended; use a new StreamingScan for another");
    }
  }

  /** Looks again only when a quarter more has come, so that much held back costs no more each. */
  private String releaseSettled() {
    String text = held.toString();
    ScanInput input = new ScanInput(tenant, direction, text);
    int cut = scanner.cut(input, text.length());
    while (cut > 0 && Character.isHighSurrogate(text.charAt(cut - 1))) {
      cut = scanner.cut(input, cut - 1);
    }
    int rest = text.length() - cut;
    enough = rest + rest / 4;
    return cut == 0 ? "" : release(cut);
  }

  private String release(int length) {
    ScanVerdict verdict = scanner.scan(new ScanInput(tenant, direction, held.substring(0, length)));
    held.delete(0, length);
    signals.addAll(verdict.signals());
    action = action.and(verdict.action());
    if (action == ScanAction.PASS) {
      return verdict.text();
    }
    held.setLength(0);
    return "";
  }

  private String guarded(Supplier<String> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      action = ScanAction.BLOCK;
      held.setLength(0);
      throw e;
    }
  }
}
