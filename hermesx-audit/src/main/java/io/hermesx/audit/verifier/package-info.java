// SPDX-License-Identifier: Apache-2.0

/**
 * Verifying audit logs without the database they come from, and without believing it.
 *
 * <p>A bundle is one stream of lines with everything that is stored of some logs; {@link
 * io.hermesx.audit.verifier.BundleWriter} writes one, {@link
 * io.hermesx.audit.verifier.BundleVerifier} verifies it and returns a {@link
 * io.hermesx.audit.verifier.VerificationReport} with four verdicts and every finding. {@link
 * io.hermesx.audit.verifier.VerifierCommand} is the same for a command line. The format is that of
 * docs/reference/audit-format.md, from which anybody can write another verifier.
 */
package io.hermesx.audit.verifier;
