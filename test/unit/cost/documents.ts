// SPDX-License-Identifier: GPL-2.0-only
// Results of machines that never were, for the tests of what shows them.

import { documentOf } from '../../../harness/cost/merge.ts';
import { type About, type CostPlace, placeOf } from '../../../harness/cost/place.ts';
import { readCostLog } from '../../../harness/cost/read-log.ts';
import type { Document } from '../../../harness/report/documents.ts';
import { consoleOf, type Machine, PLAIN } from './synthetic.ts';

/** A place; `also`: workloads that come out as `hot` does, and how many keys they have. */
function playedPlace(
  machine: Partial<Machine> = {},
  about: Partial<About> = {},
  also: Readonly<Record<string, number>> = { set_4: 4, set_64: 64, evict_word: 1 },
): CostPlace {
  const lines = consoleOf({ ...PLAIN, placements: 10, ...machine }).split('\r\n');
  const hot = lines.filter((line) => line.includes(' w=hot '));
  const more = Object.entries(also).flatMap(([name, keys]) =>
    hot.map((line) =>
      line.replace(' w=hot ', ` w=${name} `).replace('keys=1 sites=1', `keys=${keys} sites=${keys}`),
    ),
  );
  const reached = Object.entries(also)
    .filter(([, keys]) => keys > 1)
    .flatMap(([name, keys]) =>
      Object.keys({ ...PLAIN, ...machine }.cost).map(
        (form) => `    # cost reach w=${name} form=${form} keys=${keys}`,
      ),
    );
  const text = [...lines.slice(0, -2), ...more, ...reached, ...lines.slice(-2)].join('\n');
  return placeOf(readCostLog(text), {
    ...{ name: 'played', emulated: false, subject: 'mine', compiler: '', date: '', seed: 1, margin: 1 },
    ...about,
  });
}

/** A machine that passes, one where the trampoline is slower, one whose control fails, and an emulator; as intervals take time, once. */
let places: CostPlace[] | undefined;
function playedPlaces(): CostPlace[] {
  places ??= [
    playedPlace({}, { name: 'first' }),
    playedPlace({ cost: { ...PLAIN.cost, subject: 9 } }, { name: 'second' }),
    playedPlace({ cost: { ...PLAIN.cost, again: 12, subject: 4321 } }, { name: 'broken' }),
    playedPlace({}, { name: 'played by QEMU', emulated: true }),
  ];
  return places;
}

/** Those, and a model. `says`: what people call their machines. */
export function playedCosts(says = 'mine'): Document<'cost'> {
  const [first, ...others] = playedPlaces();
  return documentOf({
    places: [...(first ? [{ ...first, name: `first ${says}` }] : []), ...others],
    models: [
      {
        model: 'cortex-a53',
        cpus: ['cortex-a53', 'cortex-a35'],
        forms: [
          { form: 'kcfi', cycles: 17.02 },
          { form: 'reviewed', cycles: 11.01 },
        ],
      },
    ],
    notes: [`a note of ${says}`],
  });
}
