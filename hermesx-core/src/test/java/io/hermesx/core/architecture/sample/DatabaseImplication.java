// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

/** Contains the letters of filler words, and none as a word. */
final class DatabaseImplication {}
