// SPDX-License-Identifier: GPL-2.0-only
// What is tried on the emulated arm64 host, one step after the other. Each can be asked for alone.

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} job a line for a shell, in the checkout; exit code 0 if it comes out as is due
 * @property {boolean} [exact] whether it wants the host whose counters count exactly
 */

const SCT = 'node bin/sct.mjs';
/** Kept beside what sct compiles, so that a later boot has it too. */
const START = '.cache/start.json';

/** @type {readonly Step[]} */
export const STEPS = [
  {
    name: 'order',
    job: 'clang-19 -O2 -nostdlib -static -ffreestanding -fuse-ld=lld -o /tmp/order scripts/arm64-host/order.c && /tmp/order',
  },
  { name: 'start', job: `npm start -- --json ${START}` },
  {
    name: 'verdicts',
    job: `node scripts/arm64-host/same-verdicts.mjs ${START} max=kvm max-smp2=kvm-smp2 max=kvm-64k`,
  },
  { name: 'kvm', job: `${SCT} run --machine kvm` },
  { name: 'kvm-smp2', job: `${SCT} run --machine kvm-smp2` },
  { name: 'kvm-64k', job: `${SCT} run --machine kvm-64k` },
  { name: 'process', job: `${SCT} run --machine 'process*' --machine host-process` },
  {
    name: 'wrong',
    job: `${SCT} run --machine kvm --tree guest/subjects/reviewed --patch test/variants/plain/no-landing-pad.patch; test $? = 1`,
  },
  { name: 'exact', job: `${SCT} run --machine kvm --suite cost --verbose`, exact: true },
];

/**
 * The steps of these names, in their own order; all of them if there are none.
 * @param {readonly string[]} names
 * @throws {RangeError} for a name that is none
 */
export function stepsNamed(names) {
  for (const name of names)
    if (!STEPS.some((step) => step.name === name))
      throw new RangeError(
        `no step is called ${name}; there are: ${STEPS.map((one) => one.name).join(', ')}`,
      );
  return names.length === 0 ? STEPS : STEPS.filter(({ name }) => names.includes(name));
}

/**
 * Steps that one boot does: neighbours that want the same host.
 * @param {readonly Step[]} steps
 * @returns {Step[][]}
 */
export function boots(steps) {
  /** @type {Step[][]} */
  const all = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (last && Boolean(last[0]?.exact) === Boolean(step.exact)) last.push(step);
    else all.push([step]);
  }
  return all;
}
