// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolPin;

/**
 * The call an approval is presented for, computed afresh from what is about to run.
 *
 * @param run the run
 * @param call the call
 * @param digest the argument digest
 * @param pin the tool's definition
 * @param policyVersion the policy that decides now
 */
public record ApprovalUse(
    RunId run, CallId call, Sha256 digest, ToolPin pin, String policyVersion) {}
