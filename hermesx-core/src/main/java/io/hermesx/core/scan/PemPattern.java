// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/**
 * A private key in PEM (RFC 7468, also OpenSSH, PGP and the encrypted forms): from the line that
 * begins it to the line that ends it. Where that is missing within the bound, the base64 after the
 * first line counts. Line ends may be escaped, as in JSON text, or lost.
 */
record PemPattern() implements SecretPattern {

  static final String FOOTER = "-----END ";

  private static final String HEADER = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final String LABEL = "PRIVATE KEY";
  private static final int MAX_LABEL = 64;
  private static final int LEAST_BASE64 = 16;

  /** The longest block looked at, in characters: twice an RSA key of 16,384 bits. */
  static final int MAX_LENGTH = 32_768;

  @Override
  public String kind() {
    return "private-key";
  }

  @Override
  public char first() {
    return HEADER.charAt(0);
  }

  @Override
  public int end(SecretProbe probe, int start) {
    int body = headerEnd(probe, start);
    if (body == NONE) {
      return NONE;
    }
    int limit = start + MAX_LENGTH;
    int footer = probe.nextFooter(body);
    if (footer == probe.length() && limit > footer) {
      probe.markEnd();
    }
    return footer < Math.min(limit, probe.length())
        ? footerEnd(probe, footer)
        : base64End(probe, body, limit);
  }

  private static int headerEnd(SecretProbe probe, int start) {
    if (!probe.startsWith(HEADER, start)) {
      return NONE;
    }
    int from = start + HEADER.length();
    int end = probe.runEnd(Alphabet.PEM_LABEL, from, MAX_LABEL);
    return holdsLabel(probe, from, end) && probe.startsWith(DASHES, end)
        ? end + DASHES.length()
        : NONE;
  }

  private static boolean holdsLabel(SecretProbe probe, int from, int end) {
    for (int i = from; i + LABEL.length() <= end; i++) {
      if (probe.startsWith(LABEL, i)) {
        return true;
      }
    }
    return false;
  }

  private static int footerEnd(SecretProbe probe, int footer) {
    int end = probe.runEnd(Alphabet.PEM_LABEL, footer + FOOTER.length(), MAX_LABEL);
    for (int dashes = 0; dashes < DASHES.length() && probe.at(end) == '-'; dashes++) {
      end++;
    }
    return end;
  }

  /** The end of the runs of base64 after the header; a short one is prose. */
  private static int base64End(SecretProbe probe, int body, int limit) {
    int end = NONE;
    int at = body;
    while (at < limit) {
      int from = skipSpace(probe, at, limit);
      at = probe.runEnd(Alphabet.BASE64, from, limit - from);
      if (at - from < LEAST_BASE64) {
        return end;
      }
      end = at;
    }
    return end;
  }

  private static int skipSpace(SecretProbe probe, int from, int limit) {
    int at = from;
    while (at < limit) {
      int c = probe.at(at);
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        at++;
      } else if (c == '\\' && "nrt".indexOf(probe.at(at + 1)) >= 0) {
        at += 2;
      } else {
        return at;
      }
    }
    return at;
  }
}
