// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** Writes each event as one line of JSON: time, level, logger, message, request, tenant, fields. */
public final class JsonEncoder extends EncoderBase<ILoggingEvent> {

  /** Made by logback.xml. */
  public JsonEncoder() {}

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("ts", event.getInstant().toString())
            .put("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
            .put("logger", unicode(event.getLoggerName()))
            .put("msg", unicode(event.getFormattedMessage()));
    fields(event).forEach((key, value) -> json.put(key, value));
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      json.put("error", unicode(ThrowableProxyUtil.asString(thrown)));
    }
    return (json.build().toJson() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, JsonValue> fields(ILoggingEvent event) {
    Map<String, JsonValue> fields = new TreeMap<>();
    event
        .getMDCPropertyMap()
        .forEach((key, value) -> fields.put(key, new JsonString(unicode(value))));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        fields.put(pair.key, value(pair.value));
      }
    }
    fields.keySet().removeIf(Set.of("ts", "level", "logger", "msg", "error")::contains);
    return fields;
  }

  private static JsonValue value(@Nullable Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? JsonNumber.of(number.doubleValue())
        : new JsonString(unicode(String.valueOf(value)));
  }

  /** A half of a surrogate pair would be refused: it becomes a question mark. */
  private static String unicode(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
