// SPDX-License-Identifier: GPL-2.0-only
// The plan of an image: the cases in its table.

import type { Plan } from '../base/plan.ts';
import type { Elf } from './elf.ts';
import { InspectionFailed } from './tool-output.ts';

/** Each case leaves a local symbol of this name at its entry in the guest's table of cases. */
const CASE_SYMBOL = /^sct_case\.(\w+)\.(\w+)$/;

/**
 * Every case in the image, in the order of the guest's table.
 * @throws InspectionFailed if a name is malformed or there twice: neither could be told apart in the output.
 */
export function readPlan(elf: Elf): Plan {
  const entries = elf.symbols.filter(({ name }) => name.startsWith('sct_case.'));
  entries.sort((a, b) => Number(a.address - b.address));
  const seen = new Set<string>();
  return entries.map(({ name }) => {
    const [, suite, testCase] = CASE_SYMBOL.exec(name) ?? [];
    if (!suite || !testCase)
      throw new InspectionFailed(`The image has a case named ${name}; expected sct_case.<suite>.<case>.`);
    if (seen.has(name))
      throw new InspectionFailed(`The image has two cases named ${suite}.${testCase}; rename one.`);
    seen.add(name);
    return { suite, case: testCase };
  });
}
