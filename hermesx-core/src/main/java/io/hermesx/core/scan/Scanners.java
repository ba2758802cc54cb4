// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import java.util.List;

/** The scanners that HermesX brings, and the explicit choice of none. */
public final class Scanners {

  private Scanners() {}

  /** Looks at nothing. Choosing it is explicit. */
  public static Scanner none() {
    return chain();
  }

  /**
   * Looks for secrets of well-known shape, and blocks arguments that hold one.
   *
   * <p>Found are private keys in PEM, AWS access key ids, tokens of GitHub and Slack, live keys of
   * Stripe, keys of Google APIs, keys that start with {@code sk-} as model providers issue them,
   * JSON Web Tokens, and HermesX's own keys ({@code hmx_…}). In a prompt, a result or an answer
   * each is replaced by {@code [secret:kind]}. Arguments are never changed; a secret in them is
   * blocked, because results and prompts no longer bring any: who approved such a call would see
   * the secret, and so would the store. Each finding gives the signal {@code secret}.
   *
   * <p>Takes time linear in the text. While streaming it holds back the word that is not finished,
   * and where a secret has begun, at most 32 KiB.
   *
   * <p>What it does not see: secrets without a fixed prefix (passwords, AWS secret access keys,
   * connection strings), encoded or encrypted ones (base64 of a key, a JSON escape within it), ones
   * with characters put between, split over two messages or typed by hand in parts, kinds it does
   * not know, a PEM block without its first line, and what comes after the first 32,768 characters
   * of a PEM block or 16,384 of a token with dots. It is a net, not a boundary: keep secrets out of
   * reach of tools.
   */
  public static Scanner secrets() {
    return secrets(ScanAction.BLOCK);
  }

  /**
   * As {@link #secrets()}, with another demand where arguments hold a secret.
   *
   * @param inArguments {@link ScanAction#BLOCK}; {@link ScanAction#REQUIRE_APPROVAL} to let a
   *     person decide, who then sees the secret; or {@link ScanAction#PASS} to leave it to the
   *     policy's rules on the signal
   */
  public static Scanner secrets(ScanAction inArguments) {
    return new SecretScanner(inArguments);
  }

  /**
   * Asks each in turn, on the text as the one before left it; the strictest demand counts, signals
   * add up.
   */
  public static Scanner chain(Scanner... scanners) {
    return new ScannerChain(List.of(scanners));
  }
}
