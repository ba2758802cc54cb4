// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolResult;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The tool {@code clock}: what time it is, in a zone. Thread-safe. */
public final class Clock {

  private final InstantSource source;

  private Clock(InstantSource source) {
    this.source = source;
  }

  /** Returns the tool, which reads the given clock. */
  public static HostTool reading(InstantSource source) {
    ToolDefinition definition =
        ToolDefinition.builder("clock")
            .description("Tells the current date and time in a time zone.")
            .effect(ToolEffect.PURE)
            .inputSchema(
                """
                {"type":"object",
                 "properties":{"zone":{"type":"string","minLength":1,"maxLength":64,
                   "description":"An IANA time zone such as Europe/Berlin. Default: UTC"}},
                 "additionalProperties":false}
                """)
            .build();
    return new HostTool(definition, new Clock(source)::call);
  }

  private ToolResult call(ToolInvocation invocation) {
    String zone =
        invocation
            .arguments()
            .find("zone")
            .map(value -> ((JsonString) value).value())
            .orElse("UTC");
    try {
      ZonedDateTime now = source.instant().truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.of(zone));
      return ToolResult.of(
          JsonObject.builder()
              .put("zone", zone)
              .put("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now))
              .put("weekday", now.getDayOfWeek().name())
              .build());
    } catch (DateTimeException e) {
      return ToolResult.failed("There is no such time zone. Use a name such as Europe/Berlin.");
    }
  }
}
