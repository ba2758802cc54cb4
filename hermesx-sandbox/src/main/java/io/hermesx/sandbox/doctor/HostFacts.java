// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.doctor;

/**
 * What decides about sandboxes on a host, before anything is tried.
 *
 * @param system the operating system, such as {@code Linux}
 * @param version its version; of Linux that of the kernel
 * @param architecture such as {@code amd64}
 * @param java the version of Java
 * @param user the name of the user
 */
record HostFacts(String system, String version, String architecture, String java, String user) {

  static HostFacts read() {
    return new HostFacts(
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        System.getProperty("java.version"),
        System.getProperty("user.name"));
  }
}
