// SPDX-License-Identifier: Apache-2.0
/**
 * The battery: attacks on a sandbox and benign programs, both as data below the resources of this
 * package, and what runs them inside of each executor and outside of all.
 */
package io.hermesx.sandbox.attack;
