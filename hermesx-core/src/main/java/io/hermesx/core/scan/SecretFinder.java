// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds secrets by what they look like, from left to right, in time linear in the text. */
final class SecretFinder {

  private static final int ASCII = 128;

  /** A place in the text that holds a secret. */
  record Finding(int start, int end, String kind) {}

  private final SecretPattern[][] byFirst = new SecretPattern[ASCII][];

  SecretFinder() {
    for (int c = 0; c < ASCII; c++) {
      char first = (char) c;
      byFirst[c] =
          patterns().stream()
              .filter(pattern -> pattern.first() == first)
              .toArray(SecretPattern[]::new);
    }
  }

  private static List<SecretPattern> patterns() {
    return List.of(
        new PemPattern(),
        new JwtPattern(),
        TokenPattern.of("aws-key-id", "AKIA", Alphabet.UPPER_DIGIT, 16, 128),
        TokenPattern.of("aws-key-id", "ASIA", Alphabet.UPPER_DIGIT, 16, 128),
        TokenPattern.of("github-token", "ghp_", Alphabet.ALPHANUMERIC, 36, 255),
        TokenPattern.of("github-token", "gho_", Alphabet.ALPHANUMERIC, 36, 255),
        TokenPattern.of("github-token", "ghu_", Alphabet.ALPHANUMERIC, 36, 255),
        TokenPattern.of("github-token", "ghr_", Alphabet.ALPHANUMERIC, 36, 255),
        TokenPattern.of("github-token", "ghs_", Alphabet.DOTTED, 36, 2_048),
        TokenPattern.of("github-token", "github_pat_", Alphabet.WORD, 36, 255),
        TokenPattern.of("slack-token", "xoxa-", Alphabet.DASHED, 10, 255),
        TokenPattern.of("slack-token", "xoxb-", Alphabet.DASHED, 10, 255),
        TokenPattern.of("slack-token", "xoxc-", Alphabet.DASHED, 10, 255),
        TokenPattern.of("slack-token", "xoxe-", Alphabet.DASHED, 10, 255),
        TokenPattern.of("slack-token", "xoxp-", Alphabet.DASHED, 10, 255),
        TokenPattern.of("slack-token", "xoxr-", Alphabet.DASHED, 10, 255),
        TokenPattern.of("slack-token", "xoxs-", Alphabet.DASHED, 10, 255),
        TokenPattern.of("slack-token", "xapp-", Alphabet.DASHED, 10, 255),
        TokenPattern.of("slack-webhook", "hooks.slack.com/services/", Alphabet.PATH, 20, 255),
        TokenPattern.of("stripe-key", "sk_live_", Alphabet.ALPHANUMERIC, 16, 255),
        TokenPattern.of("stripe-key", "rk_live_", Alphabet.ALPHANUMERIC, 16, 255),
        TokenPattern.of("google-key", "AIza", Alphabet.BASE64URL, 35, 64),
        TokenPattern.atWordStart("api-key", "sk-", Alphabet.BASE64URL, 20, 255),
        TokenPattern.of("hermesx-key", "hmx_", Alphabet.BASE64URL, 43, 255));
  }

  /** The next secret that starts at {@code from} or later. */
  @Nullable Finding find(SecretProbe probe, int from) {
    probe.startAt(from);
    for (int start = from; start < probe.length(); start++) {
      int c = probe.at(start);
      if (c < ASCII) {
        for (SecretPattern pattern : byFirst[c]) {
          probe.begin();
          int end = pattern.end(probe, start);
          probe.close(start);
          if (end != SecretPattern.NONE) {
            return new Finding(start, end, pattern.kind());
          }
        }
      }
    }
    return null;
  }
}
