// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.SandboxExecutorContract;

/** Plain processes do what every executor does. */
class ProcessSandboxExecutorTest extends SandboxExecutorContract {

  @Override
  protected SandboxExecutor open() {
    return ProcessSandboxExecutor.builder().open();
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
