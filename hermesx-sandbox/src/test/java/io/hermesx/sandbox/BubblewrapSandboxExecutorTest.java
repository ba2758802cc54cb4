// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.core.testkit.SandboxExecutorContract;
import org.junit.jupiter.api.BeforeAll;

/** Programs in bubblewrap do what every executor does, with control groups where they are. */
class BubblewrapSandboxExecutorTest extends SandboxExecutorContract {

  @BeforeAll
  static void requireBubblewrap() {
    OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
  }

  @Override
  protected SandboxExecutor open() {
    return BubblewrapSandboxExecutor.builder().open();
  }

  @Override
  protected SandboxRequest exits(int code) {
    return Programs.exits(code);
  }

  @Override
  protected SandboxRequest prints(String out, String err) {
    return Programs.prints(out, err);
  }

  @Override
  protected SandboxRequest copiesItsInput() {
    return Programs.copiesItsInput();
  }

  @Override
  protected SandboxRequest printsVariable(String name) {
    return Programs.printsVariable(name);
  }

  @Override
  protected SandboxRequest writes(int octets) {
    return Programs.writes(octets);
  }

  @Override
  protected SandboxRequest neverEnds() {
    return Programs.neverEnds();
  }
}
