// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import io.hermesx.core.tenant.TenantId;

/**
 * A text to scan.
 *
 * @param tenant whose text it is
 * @param direction where it is on its way to
 * @param text the text
 */
public record ScanInput(TenantId tenant, ScanDirection direction, String text) {}
