// SPDX-License-Identifier: Apache-2.0
/**
 * What every store needs and no host sees: {@link io.hermesx.core.store.step.StepRunner} and the
 * sub-stores whose steps are transactions of their own, the {@link
 * io.hermesx.core.store.step.Turnstile} at the door, and the size of a page. Exported to the store
 * on PostgreSQL only.
 */
package io.hermesx.core.store.step;
