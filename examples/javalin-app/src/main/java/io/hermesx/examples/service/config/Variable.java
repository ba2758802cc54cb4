// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.config;

import java.util.Optional;

/** One variable of the environment: name, default, range, what it does. */
public enum Variable {
  BIND_ADDRESS("127.0.0.1", "an IP address or host name of this machine", "Where to listen."),
  PORT("8080", "0 to 65535; 0 for any free one", "The port to listen on."),
  DATA(
      "./data",
      "a folder that can be written",
      "Where the embedded database keeps everything, and where the audit keys are."),
  DATABASE_URL(
      "",
      "jdbc:postgresql://host[:port]/database, without user and password",
      "Your own PostgreSQL, 15 or newer; empty starts an embedded one under HERMESX_DATA."),
  DATABASE_USER("hermesx_app", "a login", "The application login; owns nothing."),
  DATABASE_PASSWORD(true, "needed with HERMESX_DATABASE_URL", "Its password."),
  CONTEXT_KEY(
      true,
      "hmck_ and 64 hexadecimal digits; may be empty where HERMESX_MIGRATOR_PASSWORD is set",
      "The key that seals the tenant of each transaction."),
  DATABASE_POOL("10", "1 to 200", "How many connections to keep."),
  MIGRATOR_URL(
      "",
      "as HERMESX_DATABASE_URL; the same database",
      "Where to migrate; empty means HERMESX_DATABASE_URL."),
  MIGRATOR_USER("hermesx_migrator", "a login", "The login that makes the tables."),
  MIGRATOR_PASSWORD(
      true,
      "empty if somebody else migrates",
      "Its password; empty leaves the tables alone and only checks their version."),
  MODEL_URL(
      "",
      "http(s)://host[:port]/path, such as https://api.openai.com/v1",
      "An OpenAI-compatible upstream; empty offers only the built-in echo model."),
  MODEL_KEY(true, "visible ASCII", "The key for it."),
  MODELS("", "names with commas between; needed with HERMESX_MODEL_URL", "The models to offer."),
  MODEL_PRICE(
      "1/4",
      "input/output, each 0 to 1000 with at most 6 decimals",
      "What the upstream's models cost, in US dollars for a million tokens."),
  MODEL_SECONDS("120", "1 to 3600", "How long a model may take, in seconds."),
  TOOL_SECONDS("30", "1 to 3600", "How long a tool may take, in seconds."),
  HTTP_GET_HOSTS(
      "",
      "host names with commas between, a port with a colon",
      "Whom the tool http_get may ask; empty means nobody."),
  TRUST_LOCAL_PROCESS(
      "false",
      "true or false",
      "Runs the commands of the tool shell as this process's user, without any isolation, after a"
          + " person's consent."),
  SANDBOX(
      "bubblewrap",
      "bubblewrap or none",
      "Where the tool shell runs; it is off where bubblewrap does not hold the tier UNTRUSTED, and"
          + " with none. HERMESX_TRUST_LOCAL_PROCESS=true takes its place."),
  SANDBOX_CONTROL_GROUP(
      "",
      "a path below the mount of control groups, without ..",
      "The control group, delegated to this process's user, below which programs run; empty means"
          + " the one this process is in."),
  BUDGET_USD("10", "1 to 1000000", "What each tenant may spend a day, in whole US dollars."),
  REQUESTS_PER_MINUTE("600", "1 to 1000000", "How many guarded calls each tenant may make."),
  TOKENS_PER_MINUTE(
      "0",
      "1 to 100000000, or 0 for no limit",
      "How many tokens each tenant may send to models; one request with more never fits."),
  CONCURRENT_CALLS(
      "0",
      "1 to 10000, or 0 for no limit",
      "How many guarded calls of each tenant may run at the same time."),
  TOOL_CALLS_PER_MINUTE(
      "",
      "name=number with commas between, each 1 to 1000000, of the tools clock, http_get and shell",
      "How many calls of single tools each tenant may make, such as http_get=60,shell=5."),
  REDIS_URL(
      true,
      "redis(s)://[user:password@]host[:port]; needs HERMESX_REDIS_OUTAGE",
      "Shares the limits between all instances through this Redis; empty counts in each instance"
          + " alone."),
  REDIS_OUTAGE(
      "",
      "closed, open, or share/number; needed with HERMESX_REDIS_URL, and has no default",
      "What to do while Redis is away: refuse every call, allow every call, or decide on this"
          + " instance's part of each limit, one of so many instances."),
  BODY_LIMIT("1048576", "1024 to 67108864", "The largest request body, in octets."),
  BODY_SECONDS("10", "1 to 600", "How long a whole body may take, in seconds."),
  IDLE_SECONDS("30", "1 to 600", "How long a connection may be silent, in seconds."),
  DRAIN_SECONDS("10", "0 to 600", "How long requests under way may go on at the end, in seconds."),
  NEW_ADMIN_KEY(
      "false",
      "true or false",
      "Replaces a lost admin key: prints a new one at this start and revokes the last; unset it"
          + " afterwards."),
  INSTALLATION(
      "hermesx-example.local/service",
      "1 to 128 of a-z 0-9 . - _ / with a letter or digit at both ends",
      "The name that begins every audit log; must be yours alone and never change."),
  AUDIT_STATE(
      "",
      "the path of a file whose folder is there, on a disk of this machine",
      "What the audit signer remembers; empty means audit-signer.state under HERMESX_DATA. Put it"
          + " where whoever owns the database cannot write."),
  AUDIT_ANCHOR(
      "",
      "the path of a file whose folder is there",
      "Where checkpoints are anchored; empty means audit-anchor.log under HERMESX_DATA. Put it where"
          + " whoever owns the database cannot write."),
  AUDIT_TSA(
      "",
      "http(s)://host[:port]/path; needs HERMESX_AUDIT_TSA_CERTIFICATE",
      "A time-stamp authority (RFC 3161) that stamps a checkpoint every five minutes; empty means"
          + " none."),
  AUDIT_TSA_CERTIFICATE(
      "",
      "the path of a file with one or more certificates in PEM; needs HERMESX_AUDIT_TSA",
      "The roots that the time-stamp authority's tokens must lead to."),
  AUDIT_WITNESSES(
      "",
      "the path of a witness policy (C2SP tlog-policy) in which a witness has an address",
      "The witnesses that cosign a checkpoint every minute, those with an address; empty means"
          + " none."),
  AUDIT_CHECKPOINT_SECONDS(
      "10", "1 to 3600", "How long an audit event waits for its signature, about, in seconds."),
  AUDIT_NEW_STATE(
      "false",
      "true or false",
      "Makes a new state for the audit signer at this start, where the old one is lost; unset it"
          + " afterwards."),
  LOG_LEVEL("info", "error, warn, info, debug or trace", "How much to log.");

  private final String standard;
  private final String allowed;
  private final String meaning;
  private final boolean secret;

  Variable(String standard, String allowed, String meaning) {
    this.standard = standard;
    this.allowed = allowed;
    this.meaning = meaning;
    this.secret = false;
  }

  Variable(boolean secret, String allowed, String meaning) {
    this.standard = "";
    this.allowed = allowed;
    this.meaning = meaning;
    this.secret = secret;
  }

  /** The name in the environment. */
  public String key() {
    return "HERMESX_" + name();
  }

  /** What it is where nobody sets it. */
  public String standard() {
    return standard;
  }

  /** What it may be. */
  public String allowed() {
    return allowed;
  }

  /** What it does. */
  public String meaning() {
    return meaning;
  }

  /** Whether its value must never be shown. */
  public boolean secret() {
    return secret;
  }

  ConfigurationException refused(String value, String why) {
    String shown = secret ? "is set to something" : "is \"" + value + "\", which";
    return new ConfigurationException(
        key() + " " + shown + " " + why + "; allowed: " + allowed + ". " + nextStep());
  }

  private String nextStep() {
    return standard.isEmpty()
        ? "Set it to that, or unset it."
        : "Set it to that, or unset it for " + standard + ".";
  }

  static Optional<Variable> find(String key) {
    for (Variable variable : values()) {
      if (variable.key().equals(key)) {
        return Optional.of(variable);
      }
    }
    return Optional.empty();
  }
}
