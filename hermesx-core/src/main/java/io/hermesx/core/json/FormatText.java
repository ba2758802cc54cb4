// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a text has a format of JSON Schema, strictly and in time linear in the text; nothing is
 * resolved or looked up. Dates and times are those of RFC 3339 without leap seconds, an e-mail
 * address is a dot-atom at a host name.
 */
final class FormatText {

  private static final LinearPattern DATE = LinearPattern.compile("^\\d{4}-\\d{2}-\\d{2}$");
  private static final LinearPattern TIME =
      LinearPattern.compile(
          "^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)$");
  private static final LinearPattern DURATION =
      LinearPattern.compile("^P(\\d+W|(\\d+Y)?(\\d+M)?(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+S)?)?)$");
  private static final LinearPattern MAILBOX =
      LinearPattern.compile("^[\\w!#$%&'*+/=?^`{|}~-]+(\\.[\\w!#$%&'*+/=?^`{|}~-]+)*$");
  private static final LinearPattern LABEL = LinearPattern.compile("^[A-Za-z\\d-]+$");
  private static final LinearPattern IPV4 =
      LinearPattern.compile(
          "^((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)$");
  private static final LinearPattern IPV6_GROUPS =
      LinearPattern.compile("^[\\dA-Fa-f]{1,4}(:[\\dA-Fa-f]{1,4})*$");
  private static final LinearPattern UUID =
      LinearPattern.compile("^[\\dA-Fa-f]{8}(-[\\dA-Fa-f]{4}){3}-[\\dA-Fa-f]{12}$");

  private FormatText() {}

  static boolean isDateTime(String text) {
    return text.length() > 11
        && isDate(text.substring(0, 10))
        && (text.charAt(10) == 'T' || text.charAt(10) == 't')
        && isTime(text.substring(11));
  }

  static boolean isDate(String text) {
    if (text.length() != 10 || !DATE.find(text)) {
      return false;
    }
    try {
      return LocalDate.parse(text).getYear() >= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static boolean isTime(String text) {
    return text.length() <= 40 && TIME.find(text);
  }

  static boolean isDuration(String text) {
    return text.length() > 1
        && text.length() <= 100
        && !text.endsWith("T")
        && !text.endsWith("P")
        && DURATION.find(text);
  }

  static boolean isEmail(String text) {
    int at = text.lastIndexOf('@');
    return at > 0
        && at <= 64
        && isHostname(text.substring(at + 1))
        && MAILBOX.find(text.substring(0, at));
  }

  static boolean isHostname(String text) {
    return text.length() <= 253
        && Arrays.stream(text.split("\\.", -1)).allMatch(FormatText::isLabel);
  }

  private static boolean isLabel(String text) {
    return text.length() <= 63 && LABEL.find(text) && !text.startsWith("-") && !text.endsWith("-");
  }

  static boolean isIpv4(String text) {
    return text.length() <= 15 && IPV4.find(text);
  }

  /**
   * Eight groups, of which :: stands for one or more that are zero, and of which an IPv4 address
   * may be the last two.
   */
  static boolean isIpv6(String text) {
    int embedded = text.indexOf('.') < 0 ? -1 : text.lastIndexOf(':');
    if (embedded >= 0) {
      return isIpv4(text.substring(embedded + 1))
          && isIpv6(text.substring(0, embedded + 1) + "0:0");
    }
    int gap = text.indexOf("::");
    if (text.length() > 39 || gap < 0) {
      return groups(text) == 8;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap));
    int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** The number of groups, or far less than none when it is not groups only. */
  private static int groups(String text) {
    return text.length() <= 39 && IPV6_GROUPS.find(text)
        ? (int) text.chars().filter(c -> c == ':').count() + 1
        : -100;
  }

  static boolean isUri(String text) {
    return reference(text).filter(URI::isAbsolute).isPresent();
  }

  static boolean isUriReference(String text) {
    return reference(text).isPresent();
  }

  private static Optional<URI> reference(String text) {
    if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static boolean isUuid(String text) {
    return text.length() == 36 && UUID.find(text);
  }

  static boolean isPointer(String text) {
    try {
      JsonPointer.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
