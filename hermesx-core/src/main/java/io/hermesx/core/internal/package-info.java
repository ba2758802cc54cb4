// SPDX-License-Identifier: Apache-2.0
/** What the rooms share and hosts never see: not exported. */
package io.hermesx.core.internal;
