// SPDX-License-Identifier: Apache-2.0

/** What a host can hold, told to a person or a program. Not for other modules. */
package io.hermesx.sandbox.doctor;
