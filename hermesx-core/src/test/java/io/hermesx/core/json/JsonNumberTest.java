// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers: what is refused, and their ECMAScript text. */
final class JsonNumberTest {

  /**
   * Bit patterns with the texts RFC 8785, appendix B gives for them, and cases where shortest-digit
   * algorithms have failed.
   */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
    "4340000000000001, 9007199254740994",
    "433fffffffffffff, 9007199254740991",
    "0010000000000000, 2.2250738585072014e-308",
    "000fffffffffffff, 2.225073858507201e-308",
    "3fb999999999999a, 0.1",
    "3fd3333333333334, 0.30000000000000004",
    "3f60624dd2f1a9fc, 0.002",
    "3e7ad7f29abcaf48, 1e-7",
    "44b0000000000000, 7.555786372591432e+22",
    "3d30000000000000, 5.684341886080802e-14"
  })
  void text_ofABitPattern_isThatOfEcmaScript(String bits, String text) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(JsonNumber.of(value)).hasToString(text);
    assertThat(Double.parseDouble(text)).isEqualTo(value + 0.0);
  }

  /**
   * Doubles for which Double.toString of JDK 17 writes more digits than needed (JDK-4511638), or
   * differs from ECMAScript.
   */
  @ParameterizedTest
  @CsvSource({
    "2.0E-3, 0.002",
    "1.0E23, 1e+23",
    "2.2E-322, 2.2e-322",
    "2.0E-322, 2e-322",
    "8.41E21, 8.41e+21",
    "2.0E21, 2e+21",
    "5.0E-324, 5e-324",
    "9.5E-7, 9.5e-7",
    "123456.789, 123456.789",
    "1.0E15, 1000000000000000",
    "1.5E300, 1.5e+300",
    "4.35, 4.35",
    "1.1, 1.1",
    "-0.75, -0.75"
  })
  void text_isTheShortest(double value, String text) {
    assertThat(JsonNumber.of(value)).hasToString(text);
  }

  /**
   * 100,000 bit patterns drawn from a SHA-256 chain, each as hexadecimal bits and text. The digest
   * was taken once from this code after it had produced the published checksum of the first ten
   * million lines of the ES6 number test file named in RFC 8785, appendix B. It must be the same on
   * every JDK and in every locale.
   */
  @Test
  void texts_ofManyBitPatterns_areTheSameEverywhere() throws GeneralSecurityException {
    MessageDigest chain = MessageDigest.getInstance("SHA-256");
    MessageDigest texts = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[32];
    for (int i = 0; i < 25_000; i++) {
      block = chain.digest(block);
      for (ByteBuffer patterns = ByteBuffer.wrap(block); patterns.hasRemaining(); ) {
        long bits = patterns.getLong();
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
          texts.update(
              (Long.toHexString(bits) + ',' + JsonNumber.of(value) + '\n').getBytes(US_ASCII));
        }
      }
    }
    assertThat(HexFormat.of().formatHex(texts.digest()))
        .isEqualTo("36d53e769c90ae526914ecd3ca738c60144b54a53e81828b73b604eccfd36ca6");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        9007199254740993L,
        -9007199254740993L,
        1L << 62,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        Long.MIN_VALUE,
        9223372036854774784L
      })
  void integer_thatJsonWouldSayDifferently_isRefused(long value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonNumber.of(value))
        .withMessageContaining("Use a JsonString");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        -1,
        9007199254740992L,
        9007199254740994L,
        -9007199254740994L,
        1763632000000000000L
      })
  void integer_thatJsonSays_comesBack(long value) {
    assertThat(JsonNumber.of(value).longValueExact()).isEqualTo(value);
    assertThat(JsonNumber.of(value).isInteger()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1e-320, 0x1p60, 0x1p63, -0x1p63, -0x1.0000000000001p63, 1e300})
  void double_thatIsNoLong_hasNoExactLong(double value) {
    assertThatThrownBy(() -> JsonNumber.of(value).longValueExact())
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void double_thatJsonCannotSay_isRefused(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonNumber.of(value))
        .withMessageContaining("finite");
  }

  /**
   * The literal says …800, the double is …768: whoever took the double for the integer would change
   * it.
   */
  @Test
  void integer_readFromItsShortestDigits_isNoLong() {
    JsonValue number = JsonValue.parse("1234567890123456800");
    assertThat(number.canonical()).isEqualTo("1234567890123456800");
    assertThat(number).isEqualTo(JsonValue.parse("1234567890123456768"));
    assertThatThrownBy(() -> ((JsonNumber) number).longValueExact())
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> JsonObject.of("id", number).integer("id"))
        .isInstanceOf(JsonTypeException.class);
  }

  @Test
  void zero_hasOneForm() {
    JsonNumber zero = JsonNumber.of(-0.0);
    assertThat(zero)
        .isEqualTo(JsonNumber.of(0))
        .hasSameHashCodeAs(JsonNumber.of(0))
        .hasToString("0");
    assertThat(1 / zero.doubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void integers_areRecognised() {
    assertThat(JsonNumber.of(5.0).isInteger()).isTrue();
    assertThat(JsonNumber.of(1e300).isInteger()).isTrue();
    assertThat(JsonNumber.of(5.5).isInteger()).isFalse();
    assertThat(JsonNumber.of(5.0)).isEqualTo(JsonNumber.of(5));
  }
}
