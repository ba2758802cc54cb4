// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolName;

/**
 * A tool call as a loop breaker sees it.
 *
 * @param tenant the tenant
 * @param run the run, within the tenant
 * @param tool the tool
 * @param signature a digest of the tool and its arguments: equal for calls that ask for the same
 * @param effect what calling the tool does to the world
 */
public record LoopCall(
    TenantId tenant, RunId run, ToolName tool, Sha256 signature, ToolEffect effect) {}
