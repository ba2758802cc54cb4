// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.tool.ToolCall;

/**
 * A tool call that is to be executed now.
 *
 * @param context who calls
 * @param call the call as the model made it
 * @param cleared what the gates found out
 * @param opened what is on record of it
 * @param stages its verdicts
 * @param rate what it took from the rate limiter
 */
record ToolJob(
    GuardContext context,
    ToolCall call,
    ClearedCall cleared,
    OpenedCall opened,
    StageLog stages,
    RateHold rate) {}
