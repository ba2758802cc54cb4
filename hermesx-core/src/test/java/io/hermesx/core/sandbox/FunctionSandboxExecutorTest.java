// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.FunctionSandboxExecutor;
import io.hermesx.core.testkit.FunctionSandboxExecutor.Streams;
import io.hermesx.core.testkit.SandboxExecutorContract;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The suite can be passed, and the executor that other tests lean on passes it. */
class FunctionSandboxExecutorTest extends SandboxExecutorContract {

  private static final Set<Guarantee> CLAIMED =
      EnumSet.of(Guarantee.WALL_LIMIT, Guarantee.OUTPUT_LIMIT, Guarantee.NET_NONE);

  @Override
  protected SandboxExecutor open() {
    return new FunctionSandboxExecutor(CLAIMED, FunctionSandboxExecutorTest::run);
  }

  private static SandboxOutcome run(SandboxRequest request, Streams streams) throws Exception {
    String argument = request.argv().get(1);
    switch (request.argv().get(0)) {
      case "exit" -> {
        return new SandboxOutcome.Exited(Integer.parseInt(argument));
      }
      case "print" -> {
        write(streams.out(), argument);
        write(streams.err(), request.argv().get(2));
      }
      case "copy" -> streams.out().write(request.stdin());
      case "variable" -> write(streams.out(), request.environment().getOrDefault(argument, ""));
      case "write" -> streams.out().write(new byte[Integer.parseInt(argument)]);
      case "hang" -> new CountDownLatch(1).await();
      default -> throw new IOException("there is no such program");
    }
    return new SandboxOutcome.Exited(0);
  }

  private static void write(OutputStream stream, String text) throws IOException {
    stream.write(text.getBytes(UTF_8));
  }

  @Test
  void start_functionThatThrows_isAFaultWithoutItsText() {
    SandboxResult result = await(executor().start(program("no-such", "secret")));

    assertThat(result.outcome())
        .isEqualTo(new SandboxOutcome.Faulted("the function threw java.io.IOException"));
  }

  @Override
  protected SandboxRequest exits(int code) {
    return program("exit", String.valueOf(code));
  }

  @Override
  protected SandboxRequest prints(String out, String err) {
    return program("print", out, err);
  }

  @Override
  protected SandboxRequest copiesItsInput() {
    return program("copy", "-");
  }

  @Override
  protected SandboxRequest printsVariable(String name) {
    return program("variable", name);
  }

  @Override
  protected SandboxRequest writes(int octets) {
    return program("write", String.valueOf(octets));
  }

  @Override
  protected SandboxRequest neverEnds() {
    return program("hang", "-");
  }

  private static SandboxRequest program(String... argv) {
    return SandboxRequest.of(Set.of(), argv);
  }
}
