// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import io.hermesx.core.auth.Actor;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolResult;
import java.time.Instant;
import java.util.UUID;

/** Calls a tool as the guard would, without the guard. */
final class Calls {

  private static final Actor ACTOR =
      Actor.of(
          new TenantId(UUID.fromString("018f4e5a-0000-7000-8000-000000000001")),
          Principal.user("alice"));

  private Calls() {}

  static ToolResult call(HostTool tool, Instant deadline, JsonObject arguments) throws Exception {
    assertFits(tool, arguments);
    return tool.handler().call(invocation(deadline, arguments));
  }

  /** Runs the program of a tool and has it read the result. */
  static ToolResult run(SandboxedTool tool, SandboxExecutor executor, JsonObject arguments)
      throws Exception {
    assertFits(tool, arguments);
    SandboxRequest request = tool.program().request(invocation(Instant.MAX, arguments));
    return tool.program().read(executor.start(request).result().join());
  }

  static ToolInvocation invocation(Instant deadline, JsonObject arguments) {
    return new ToolInvocation(ACTOR, new RunId("run"), new CallId("call"), arguments, deadline);
  }

  private static void assertFits(Tool tool, JsonObject arguments) {
    if (!tool.definition().arguments().validate(arguments).isEmpty()) {
      throw new AssertionError("the guard would refuse these arguments");
    }
  }
}
