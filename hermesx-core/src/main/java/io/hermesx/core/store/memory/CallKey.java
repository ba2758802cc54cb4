// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;

/** What is unique about a call within its tenant. */
record CallKey(ReceiptKind kind, RunId run, CallId call) {}
