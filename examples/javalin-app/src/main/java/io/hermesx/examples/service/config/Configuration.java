// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.config;

import io.hermesx.core.pricing.ModelPrice;
import io.hermesx.core.ratelimit.RateFailureMode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the operator sets, checked as a whole before anything starts. {@link Variable} lists what
 * there is; docs/reference/service.md is the same list. Immutable.
 */
public final class Configuration {

  private static final String PREFIX = "HERMESX_";

  /** Variables of this prefix that belong to the project's own tests and benchmarks. */
  private static final Set<String> OTHERS = Set.of("HERMESX_REQUIRE", "HERMESX_VECTORS");

  private static final Set<String> LIMITED_TOOLS = Set.of("clock", "http_get", "shell");

  private final Map<Variable, String> values;

  private Configuration(Map<Variable, String> values) {
    this.values = values;
    requireValid();
  }

  /**
   * Reads the variables that start with {@code HERMESX_}.
   *
   * @throws ConfigurationException if one is not known or not valid, or one is missing
   */
  public static Configuration of(Map<String, String> environment) {
    Map<Variable, String> values = new EnumMap<>(Variable.class);
    environment.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX) && !OTHERS.contains(key)) {
            Variable variable = Variable.find(key).orElseThrow(() -> unknown(key));
            values.put(variable, variable.secret() ? value : value.strip());
          }
        });
    return new Configuration(values);
  }

  private static ConfigurationException unknown(String key) {
    Variable nearest =
        Arrays.stream(Variable.values())
            .min((a, b) -> Integer.compare(distance(key, a.key()), distance(key, b.key())))
            .orElseThrow();
    return new ConfigurationException(
        key
            + " is no variable of this service; did you mean "
            + nearest.key()
            + "? docs/reference/service.md lists them all. Unset or rename it.");
  }

  /** Levenshtein's distance: how many letters to change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private void requireValid() {
    number(Variable.PORT, 0, 65_535);
    number(Variable.DATABASE_POOL, 1, 200);
    number(Variable.MODEL_SECONDS, 1, 3_600);
    number(Variable.TOOL_SECONDS, 1, 3_600);
    number(Variable.BUDGET_USD, 1, 1_000_000);
    number(Variable.REQUESTS_PER_MINUTE, 1, 1_000_000);
    number(Variable.TOKENS_PER_MINUTE, 0, 100_000_000);
    number(Variable.CONCURRENT_CALLS, 0, 10_000);
    toolCallsPerMinute();
    redis();
    number(Variable.BODY_LIMIT, 1_024, 64 << 20);
    number(Variable.BODY_SECONDS, 1, 600);
    number(Variable.IDLE_SECONDS, 1, 600);
    number(Variable.DRAIN_SECONDS, 0, 600);
    number(Variable.AUDIT_CHECKPOINT_SECONDS, 1, 3_600);
    word(Variable.AUDIT_NEW_STATE, "true", "false");
    word(Variable.TRUST_LOCAL_PROCESS, "true", "false");
    word(Variable.SANDBOX, "bubblewrap", "none");
    controlGroup(text(Variable.SANDBOX_CONTROL_GROUP));
    word(Variable.LOG_LEVEL, "error", "warn", "info", "debug", "trace");
    requireText(Variable.BIND_ADDRESS);
    modelPrice();
    if (!text(Variable.INSTALLATION).matches("[a-z0-9]([a-z0-9._/-]{0,126}[a-z0-9])?")) {
      throw Variable.INSTALLATION.refused(text(Variable.INSTALLATION), "is no such name");
    }
    dataFolder();
    paths();
    requireUrl(Variable.DATABASE_URL, "jdbc:postgresql://");
    requireUrl(Variable.MIGRATOR_URL, "jdbc:postgresql://");
    requireUrl(Variable.MODEL_URL, "http://", "https://");
    if (!text(Variable.CONTEXT_KEY).matches("(hmck_[0-9a-f]{64})?")) {
      throw Variable.CONTEXT_KEY.refused("", "is no such key");
    }
    requireTogether();
  }

  private void requireTogether() {
    if (external() && text(Variable.DATABASE_PASSWORD).isEmpty()) {
      throw missing(Variable.DATABASE_PASSWORD, Variable.DATABASE_URL);
    }
    if (external()
        && text(Variable.CONTEXT_KEY).isEmpty()
        && text(Variable.MIGRATOR_PASSWORD).isEmpty()) {
      throw missing(Variable.CONTEXT_KEY, Variable.DATABASE_URL);
    }
    if (find(Variable.MODEL_URL).isPresent() && models().isEmpty()) {
      throw missing(Variable.MODELS, Variable.MODEL_URL);
    }
    if (find(Variable.MODEL_URL).isEmpty() && !models().isEmpty()) {
      throw missing(Variable.MODEL_URL, Variable.MODELS);
    }
    if (models().contains("echo")) {
      throw Variable.MODELS.refused(text(Variable.MODELS), "has the built-in model's name");
    }
  }

  private void paths() {
    Stream.of(
            Variable.AUDIT_STATE,
            Variable.AUDIT_ANCHOR,
            Variable.AUDIT_TSA_CERTIFICATE,
            Variable.AUDIT_WITNESSES)
        .forEach(this::path);
    requireAuthority(text(Variable.AUDIT_TSA));
    boolean stamps = find(Variable.AUDIT_TSA).isPresent();
    if (stamps && path(Variable.AUDIT_TSA_CERTIFICATE).isEmpty()) {
      throw missing(Variable.AUDIT_TSA_CERTIFICATE, Variable.AUDIT_TSA);
    }
    if (!stamps && path(Variable.AUDIT_TSA_CERTIFICATE).isPresent()) {
      throw missing(Variable.AUDIT_TSA, Variable.AUDIT_TSA_CERTIFICATE);
    }
  }

  private void requireAuthority(String url) {
    requireUrl(Variable.AUDIT_TSA, "http://", "https://");
    try {
      if (!url.isEmpty() && new URI(url).getHost() == null) {
        throw Variable.AUDIT_TSA.refused(url, "has no host");
      }
    } catch (URISyntaxException e) {
      throw Variable.AUDIT_TSA.refused(url, "is no such address");
    }
  }

  private void redis() {
    String url = text(Variable.REDIS_URL);
    if (!url.matches("(rediss?://[^/\\s]+)?")) {
      throw Variable.REDIS_URL.refused("", "is no such address");
    }
    if (!text(Variable.REDIS_OUTAGE).isEmpty()) {
      RateFailureMode unused = redisOutage();
    }
    if (!url.isEmpty() && text(Variable.REDIS_OUTAGE).isEmpty()) {
      throw missing(Variable.REDIS_OUTAGE, Variable.REDIS_URL);
    }
    if (url.isEmpty() && !text(Variable.REDIS_OUTAGE).isEmpty()) {
      throw missing(Variable.REDIS_URL, Variable.REDIS_OUTAGE);
    }
  }

  private static ConfigurationException missing(Variable missing, Variable present) {
    return new ConfigurationException(
        missing.key()
            + " is not set, but "
            + present.key()
            + " is; allowed: "
            + missing.allowed()
            + ". Set both or neither.");
  }

  private void requireText(Variable variable) {
    if (text(variable).isEmpty()) {
      throw variable.refused("", "is empty");
    }
  }

  private void requireUrl(Variable variable, String... starts) {
    String url = text(variable);
    if (url.isEmpty()) {
      return;
    }
    if (url.contains("password=") || url.matches("[a-z:]+//[^/]*@.*")) {
      throw new ConfigurationException(
          variable.key()
              + " holds a password, which would be shown; allowed: "
              + variable.allowed()
              + ". Move user and password to the variables for them.");
    }
    if (Arrays.stream(starts).noneMatch(url::startsWith)) {
      throw variable.refused(url, "starts with none of " + List.of(starts));
    }
  }

  private static void controlGroup(String path) {
    if (("/" + path + "/").contains("/../") || path.equals("/")) {
      throw Variable.SANDBOX_CONTROL_GROUP.refused(path, "is no such path");
    }
  }

  private void word(Variable variable, String... words) {
    if (!List.of(words).contains(text(variable).toLowerCase(Locale.ROOT))) {
      throw variable.refused(text(variable), "is none of those words");
    }
  }

  private void number(Variable variable, int least, int most) {
    String text = text(variable);
    if (!text.matches("[0-9]{1,9}")) {
      throw variable.refused(text, "is no whole number");
    }
    int number = Integer.parseInt(text);
    if (number < least || number > most) {
      throw variable.refused(text, "is out of range");
    }
  }

  /** The text of a variable, or its default. */
  public String text(Variable variable) {
    String value = values.getOrDefault(variable, "");
    return value.isEmpty() ? variable.standard() : value;
  }

  /** The text of a variable, if it has any. */
  public Optional<String> find(Variable variable) {
    return Optional.of(text(variable)).filter(text -> !text.isEmpty());
  }

  /** The number of a variable that holds one. */
  public int number(Variable variable) {
    return Integer.parseInt(text(variable));
  }

  /** The seconds of a variable that holds some. */
  public Duration seconds(Variable variable) {
    return Duration.ofSeconds(number(variable));
  }

  /** Whether a variable says true. */
  public boolean truth(Variable variable) {
    return text(variable).equalsIgnoreCase("true");
  }

  /** Whether the database is the operator's own. */
  public boolean external() {
    return find(Variable.DATABASE_URL).isPresent();
  }

  /** The upstream's models, in the operator's order. */
  public List<String> models() {
    return Arrays.stream(text(Variable.MODELS).split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** How many calls of single tools a tenant may make in a minute, in the operator's order. */
  public Map<String, Integer> toolCallsPerMinute() {
    Map<String, Integer> limits = new LinkedHashMap<>();
    String text = text(Variable.TOOL_CALLS_PER_MINUTE);
    for (String entry : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] parts = entry.strip().split("=", -1);
      boolean valid =
          parts.length == 2
              && LIMITED_TOOLS.contains(parts[0])
              && parts[1].matches("[1-9][0-9]{0,5}|1000000")
              && limits.put(parts[0], Integer.valueOf(parts[1])) == null;
      if (!valid) {
        throw Variable.TOOL_CALLS_PER_MINUTE.refused(
            text, "has an entry \"" + entry.strip() + "\" that is no such limit, or comes twice");
      }
    }
    return limits;
  }

  /** What to do while Redis is away; the operator has said so where Redis is used. */
  public RateFailureMode redisOutage() {
    String text = text(Variable.REDIS_OUTAGE).toLowerCase(Locale.ROOT);
    if (text.equals("closed")) {
      return RateFailureMode.closed();
    }
    if (text.equals("open")) {
      return RateFailureMode.open();
    }
    if (text.matches("share/([1-9][0-9]{0,3}|10000)")) {
      return RateFailureMode.localShare(Integer.parseInt(text.substring("share/".length())));
    }
    throw Variable.REDIS_OUTAGE.refused(text(Variable.REDIS_OUTAGE), "is none of those");
  }

  /** What the upstream's models cost. */
  public ModelPrice modelPrice() {
    String text = text(Variable.MODEL_PRICE);
    if (!text.matches("[0-9]{1,4}(\\.[0-9]{1,6})?/[0-9]{1,4}(\\.[0-9]{1,6})?")) {
      throw Variable.MODEL_PRICE.refused(text, "is not two prices with a slash between");
    }
    String[] parts = text.split("/", 2);
    long input = nanoUsd(parts[0]);
    return new ModelPrice(input, input, nanoUsd(parts[1]));
  }

  private static long nanoUsd(String usd) {
    return new BigDecimal(usd).movePointRight(9).longValueExact();
  }

  /** The folder of the embedded database's data and of the audit keys. */
  public Path dataFolder() {
    return path(Variable.DATA).orElseThrow();
  }

  /** The path of a variable, absolute, if it has any. */
  public Optional<Path> path(Variable variable) {
    try {
      return find(variable).map(text -> Path.of(text).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      throw variable.refused(text(variable), "is no path");
    }
  }

  /** The variables that are set, secrets without their values. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    values.forEach(
        (variable, value) ->
            out.append(variable.key())
                .append('=')
                .append(variable.secret() ? "(set)" : value)
                .append(' '));
    return out.toString().strip();
  }
}
