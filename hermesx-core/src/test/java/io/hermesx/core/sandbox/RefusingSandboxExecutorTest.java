// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.SandboxRefusalContract;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusingSandboxExecutorTest extends SandboxRefusalContract {

  @Override
  protected SandboxExecutor open() {
    return SandboxExecutor.refusing();
  }

  @Override
  protected SandboxRequest exits(int code) {
    return SandboxRequest.of(Set.of(), "exit", String.valueOf(code));
  }

  @Test
  void guarantees_none_areProven() {
    assertThat(executor().guarantees()).isEmpty();
  }

  @Test
  void start_nothingRequired_isRefusedAllTheSame() {
    SandboxOutcome outcome = await(executor().start(exits(0))).outcome();

    assertThat(outcome).isInstanceOf(SandboxOutcome.Refused.class);
    assertThat(((SandboxOutcome.Refused) outcome).remedy()).contains("hermesx-sandbox");
  }

  @Test
  void start_afterClose_isRefusedAsBefore() {
    executor().close();

    assertThat(await(executor().start(exits(0))).outcome())
        .isInstanceOf(SandboxOutcome.Refused.class);
  }
}
