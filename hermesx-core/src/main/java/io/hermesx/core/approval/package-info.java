// SPDX-License-Identifier: Apache-2.0
/**
 * A person's consent to one exact call: {@link io.hermesx.core.approval.Approval}, kept by {@link
 * io.hermesx.core.approval.Approvals}. When consent is needed is the business of {@link
 * io.hermesx.core.policy}.
 */
package io.hermesx.core.approval;
