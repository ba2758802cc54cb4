// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.Role;
import io.hermesx.core.model.TextSink;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.tool.ToolCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The model of a service that has none: it says so and repeats what it was told, so that everything
 * around a model can be tried without one. Deterministic and thread-safe; does no I/O.
 *
 * <p>A line of the person's text that begins with {@value #TOOL_MARKER} asks for a tool, as a real
 * model would: {@code /tool clock {"zone":"Europe/Berlin"}}. Once the tool has answered, the echo
 * is of that answer. A token is four octets of UTF-8, rounded up.
 */
public final class EchoModel implements ModelClient {

  /** Begins a line that asks for a tool; the name follows, then the arguments as JSON. */
  public static final String TOOL_MARKER = "/tool ";

  /** Begins every answer. */
  public static final String PREFIX = "echo (no model is configured; set HERMESX_MODEL_URL): ";

  private static final int OCTETS_PER_TOKEN = 4;

  /** Creates the model. */
  public EchoModel() {}

  @Override
  public ModelAnswer chat(ModelRequest request, Instant deadline) {
    ChatMessage last = request.messages().get(request.messages().size() - 1);
    List<ToolCall> calls = last.role() == Role.USER ? calls(request, last.content()) : List.of();
    if (!calls.isEmpty()) {
      long written = calls.stream().mapToLong(call -> tokens(call.argumentsJson())).sum();
      return answer(request, "", calls, FinishReason.TOOL_CALLS, written);
    }
    String text = PREFIX + told(request.messages());
    String kept = cut(text, (long) request.maxOutputTokens() * OCTETS_PER_TOKEN);
    FinishReason reason = kept.equals(text) ? FinishReason.STOP : FinishReason.LENGTH;
    return answer(request, kept, List.of(), reason, tokens(kept));
  }

  @Override
  public ModelAnswer stream(ModelRequest request, Instant deadline, TextSink sink) {
    ModelAnswer answer = chat(request, deadline);
    String text = answer.content();
    int from = 0;
    while (from < text.length()) {
      int space = text.indexOf(' ', from);
      int to = space < 0 ? text.length() : space + 1;
      sink.text(text.substring(from, to));
      from = to;
    }
    return answer;
  }

  private static ModelAnswer answer(
      ModelRequest request, String text, List<ToolCall> calls, FinishReason reason, long written) {
    long read = request.messages().stream().mapToLong(message -> tokens(message.content())).sum();
    return new ModelAnswer(text, calls, reason, new TokenUsage(read, 0, written), request.model());
  }

  /** What the last tool said, or else the last person. */
  private static String told(List<ChatMessage> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      ChatMessage message = messages.get(i);
      if (message.role() == Role.TOOL || message.role() == Role.USER) {
        return message.content();
      }
    }
    return "";
  }

  /** One call for each marked line; a line without arguments calls with none. */
  private static List<ToolCall> calls(ModelRequest request, String text) {
    List<ToolCall> calls = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.startsWith(TOOL_MARKER)) {
        String asked = line.substring(TOOL_MARKER.length()).strip();
        int space = asked.indexOf(' ');
        String name = space < 0 ? asked : asked.substring(0, space);
        String arguments = space < 0 ? "{}" : asked.substring(space + 1).strip();
        calls.add(
            ToolCall.of("call_" + request.messages().size() + "_" + calls.size(), name, arguments));
      }
    }
    return calls;
  }

  private static long tokens(String text) {
    long octets = text.getBytes(StandardCharsets.UTF_8).length;
    return (octets + OCTETS_PER_TOKEN - 1) / OCTETS_PER_TOKEN;
  }

  /** As many whole characters as fit. */
  private static String cut(String text, long maxOctets) {
    long octets = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      octets += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
      if (octets > maxOctets) {
        return text.substring(0, end);
      }
      end += Character.charCount(codePoint);
    }
    return text;
  }
}
