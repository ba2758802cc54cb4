// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

/**
 * What one execution has used so far. A number is -1 where the facility for it is not there.
 *
 * @param cpuMicros processor time of all processes, also of those that ended
 * @param peakOctets the most memory charged at one time, beyond what an earlier execution left in
 *     the group as page cache
 * @param oomKills how many processes the kernel ended because of the memory limit
 */
public record GroupUsage(long cpuMicros, long peakOctets, long oomKills) {}
