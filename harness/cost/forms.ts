// SPDX-License-Identifier: GPL-2.0-only
// The forms of a call, and the groups of workloads, in the order in which they are shown.

/** The forms in the order in which they are shown. */
export const FORMS = ['direct', 'generic', 'kcfi', 'subject', 'subject_null', 'reviewed', 'v7', 'branch'];

/** The trampolines that are compared with kCFI's check wherever there is room for few. */
export const TRAMPOLINES = ['subject', 'reviewed', 'v7'];

/** Workloads that belong together, by how their names begin. */
const GROUPS: readonly { title: string; begins: readonly string[] }[] = [
  { title: 'one site', begins: ['hot', 'throughput', 'chain'] },
  { title: 'a target that changes', begins: ['change'] },
  { title: 'a line that was evicted', begins: ['evict'] },
  { title: 'a tracepoint', begins: ['probes'] },
];

/** A working set: its cost is drawn over its size. */
export const WORKING_SET = /^set_/;

/** Whose target is out of a branch's reach. */
export const FAR = /_far$/;

/** The workloads of each group that has any; what belongs to none comes last. Working sets are no group. */
export function grouped<W extends { name: string }>(
  workloads: readonly W[],
): { title: string; workloads: W[] }[] {
  const others = workloads.filter(({ name }) => !WORKING_SET.test(name));
  const groupOf = ({ name }: W) => GROUPS.find(({ begins }) => begins.includes(name.split('_')[0] ?? ''));
  return [...GROUPS, undefined]
    .map((group) => ({
      title: group?.title ?? 'others',
      workloads: others.filter((one) => groupOf(one) === group),
    }))
    .filter((group) => group.workloads.length > 0);
}
