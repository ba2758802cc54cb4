// SPDX-License-Identifier: Apache-2.0
/**
 * What was used: {@link io.hermesx.core.usage.UsageRecorder} takes {@link
 * io.hermesx.core.usage.UsageEvent}s, exactly once each. What may be used is {@link
 * io.hermesx.core.budget}.
 */
package io.hermesx.core.usage;
