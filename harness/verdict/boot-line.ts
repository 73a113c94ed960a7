// SPDX-License-Identifier: GPL-2.0-only
// What the boot line says of image and CPU, held against what the harness has built and started.

import type { Plan } from '../base/plan.ts';
import { type CpuFacts, type KnownMachine, maskedMidr } from '../machine/host.ts';
import type { Machine } from '../machine/machine.ts';

/** What the boot is compared with. */
export interface Promised {
  plan: Plan;
  runId: string;
  /** Where the image's first byte must be. */
  base: bigint;
  /** Of a machine that nobody knows, only how its image was built. */
  machine: Pick<Machine, 'name' | 'build'> &
    Partial<Pick<KnownMachine, keyof CpuFacts | 'entryEl' | 'runEl'>>;
  /** What the image calls itself, if it does. */
  image?: string | undefined;
}

/** Who speaks of a CPU that is in no record, and the fields of the boot line that he speaks of. */
const HOSTS_KERNEL = "this host's kernel says";
const OF_THE_CPU: readonly string[] = ['bti', 'pac'];

/** Each way in which a boot line is another one than was promised, in a sentence. */
export function brokenPromises(fields: Record<string, string>, promised: Promised): string[] {
  const problems: string[] = [];
  const { machine, base, image } = promised;
  if (image !== undefined && fields.image !== image)
    problems.push(
      `this is the log of another image: it says ${fields.image === undefined ? 'no image' : `image=${fields.image}`}, not ${image}`,
    );
  const itsRecord = `machine ${machine.name}`;
  if (machine.midr !== undefined && !machine.midr.includes(maskedMidr(Number(fields.midr))))
    problems.push(
      `the guest says midr=${fields.midr}, but ${machine.fromHost ? HOSTS_KERNEL : `${itsRecord} is a CPU with`} midr=${machine.midr.map((midr) => `0x${midr.toString(16)}`).join(' or ')} (variant and revision aside)`,
    );
  const facts = {
    bti: flag(machine.bti),
    pac: flag(machine.pauth),
    // The pages are the host's, and the exception level is nobody's to choose.
    ...(machine.build.runtime !== 'kernel'
      ? { kind: machine.build.runtime }
      : { 'entry-el': machine.entryEl, el: machine.runEl, page: machine.build.pageSize }),
    base: `0x${base.toString(16)}`,
  };
  for (const [key, expected] of Object.entries(facts)) {
    const got = fields[key];
    if (expected === undefined || got === `${expected}`) continue;
    const said = got === undefined ? `the boot line says no ${key}` : `the guest says ${key}=${got}`;
    const whose = machine.fromHost && OF_THE_CPU.includes(key) ? HOSTS_KERNEL : `${itsRecord} has`;
    problems.push(`${said}, but ${whose} ${key}=${expected}`);
  }
  return problems;
}

function flag(has: boolean | undefined): number | undefined {
  return has === undefined ? undefined : Number(has);
}
