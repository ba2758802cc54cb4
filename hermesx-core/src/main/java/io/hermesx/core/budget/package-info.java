// SPDX-License-Identifier: Apache-2.0
/**
 * How much may be spent: {@link io.hermesx.core.budget.Budget} as data, {@link
 * io.hermesx.core.budget.BudgetLedger} with reserve, extend, settle. What things cost is {@link
 * io.hermesx.core.pricing}; what was used is {@link io.hermesx.core.usage}.
 */
package io.hermesx.core.budget;
