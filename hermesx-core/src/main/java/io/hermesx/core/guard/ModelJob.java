// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.pricing.ModelPrice;
import java.util.Set;

/**
 * A model request that is to be sent now.
 *
 * @param context who asks
 * @param asked the model asked for
 * @param request what is sent: scanned, for the model that fits the budget, with the cap that fits
 *     it
 * @param price what that model costs
 * @param opened what is on record of it
 * @param signals what the scanners noticed on the way in
 * @param stages its verdicts
 */
record ModelJob(
    GuardContext context,
    String asked,
    ModelRequest request,
    ModelPrice price,
    OpenedCall opened,
    Set<String> signals,
    StageLog stages) {}
