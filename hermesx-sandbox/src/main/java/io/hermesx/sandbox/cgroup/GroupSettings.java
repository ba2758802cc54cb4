// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** How an executor wants its control groups. Immutable. */
public final class GroupSettings {

  /** Everything but a quota of processor time, which on version 1 is one more group to enter. */
  private static final Set<Facility> USUAL = EnumSet.complementOf(EnumSet.of(Facility.CPU_QUOTA));

  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Set<Facility> wanted;
  private final Optional<String> under;
  private final Duration patience;
  private final Ticker ticker;

  private GroupSettings(Builder builder) {
    this.wanted = Set.copyOf(builder.wanted);
    this.under = builder.under;
    this.patience = builder.patience;
    this.ticker = builder.ticker;
  }

  /** Everything but a quota of processor time, below the groups this process is in. */
  public static GroupSettings usual() {
    return builder().build();
  }

  /** Returns a builder with {@link #usual}. */
  public static Builder builder() {
    return new Builder();
  }

  Set<Facility> wanted() {
    return wanted;
  }

  Optional<String> under() {
    return under;
  }

  Duration patience() {
    return patience;
  }

  Ticker ticker() {
    return ticker;
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {

    private Set<Facility> wanted = USUAL;
    private Optional<String> under = Optional.empty();
    private Duration patience = Duration.ofSeconds(2);
    private Ticker ticker = Ticker.system();

    private Builder() {}

    /** What to look for; every tree that is needed is one more for a program to enter. */
    public Builder wanted(Set<Facility> value) {
      wanted = Set.copyOf(value);
      return this;
    }

    /**
     * Makes groups below another group than the one this process is in.
     *
     * @param group its path from the mount of each tree, such as {@code hermesx/agents}, without
     *     {@code ..}; it must exist and belong to the user of this process
     */
    public Builder under(String group) {
      String path = group.startsWith("/") ? group.substring(1) : group;
      if (path.isEmpty() || ("/" + path + "/").contains("/../") || path.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "group setting under is \"" + group + "\", allowed: a path below the mount without ..");
      }
      under = Optional.of(path);
      return this;
    }

    /** How long to wait for killed processes to be gone: 10 ms to 1 min, default 2 s. */
    public Builder patience(Duration value) {
      if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "group setting patience is " + value + ", allowed: " + SHORTEST + " to " + LONGEST);
      }
      patience = value;
      return this;
    }

    /** What time-outs are measured with; default {@link Ticker#system}. */
    public Builder ticker(Ticker value) {
      ticker = value;
      return this;
    }

    /** Returns the settings. */
    public GroupSettings build() {
      return new GroupSettings(this);
    }
  }
}
