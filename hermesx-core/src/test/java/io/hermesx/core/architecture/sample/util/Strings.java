// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample.util;

/** Lives where anything could. */
final class Strings {}
