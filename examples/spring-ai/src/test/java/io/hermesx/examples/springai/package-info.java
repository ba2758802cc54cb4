// SPDX-License-Identifier: Apache-2.0
/** Spring AI against the example service: only the base URL and the key differ. */
package io.hermesx.examples.springai;
