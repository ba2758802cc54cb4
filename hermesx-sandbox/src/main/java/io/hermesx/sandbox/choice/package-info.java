// SPDX-License-Identifier: Apache-2.0

/** Which of several executors runs a program. Not for other modules. */
package io.hermesx.sandbox.choice;
