// SPDX-License-Identifier: Apache-2.0

/** Programs as plain processes of the host, which confines nothing. Not for other modules. */
package io.hermesx.sandbox.process;
