// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolName;

/** x. */
public record LoopCall(TenantId tenant, RunId run, ToolName tool, Sha256 signature, ToolEffect effect) {}
