// SPDX-License-Identifier: GPL-2.0-only
// What the experiment printed, line by line. Whatever else is in a console is passed over: of a boot of its own the harness has judged the rest, of a
// log that came back the checksums say whether it is what was printed.

import type { ConsoleEvent } from '../console/event.ts';
import { textOf } from '../console/lines.ts';
import { bootsIn, type LoggedBoot } from '../console/log.ts';
import { emptyTranscript, transcribeLines } from '../console/transcript.ts';
import type { Document } from '../report/documents.ts';

/** One raw number of a log, as `--json` has it. */
export type Sample = Document<'cost'>['places'][number]['samples'][number];

/** A workload as the guest knows it. */
export interface Workload {
  name: string;
  why: string;
  keys: number;
  sites: number;
}

/** All that was printed. */
export interface Printed {
  workloads: Workload[];
  samples: Sample[];
  absent: { workload: string; form: string; why: string }[];
  /** Of how many keys each call was seen to reach its own target. */
  reached: { workload: string; form: string; keys: number }[];
  /** `cost place`, `cost kernel`, `cost events`: what is said of the machine. */
  place: Record<string, string>;
  /** Events that there are, or the errno with which the kernel refused one. */
  events: Record<string, string>;
  /** Cases that failed or erred, and why; empty if the boot was as it should be. */
  wrong: string[];
  /** Whether the last line is there. */
  ended: boolean;
}

const SAMPLE =
  /# cost w=(\w+) p=(\d+) (?:form=(\w+)|clock) pass=(\d+) (?:calls|adds)=(\d+)((?: \w+=\d+)*)\s*$/;
const WORKLOAD = /# cost workload w=(\w+) keys=(\d+) sites=(\d+) (.*?)\s*$/;
const ABSENT = /# cost absent w=(\w+) form=(\w+) (.*?)\s*$/;
const REACH = /# cost reach w=(\w+) form=(\w+) keys=(\d+)\s*$/;
const ABOUT = /# cost (place|kernel|events) (.*?)\s*$/;
const EVENT = /# cost event name=(\w+) (?:number|errno)=(\w+)\s*$/;
const WRONG = /^\s*not ok \d+ (\w+)(?: # (?:ERROR )?(.*?))?\s*$/;

/** Reads the console of a boot that somebody else has judged. */
export function readCostLog(text: string): Printed {
  return readLines(text.split(/\r?\n/));
}

/**
 * Reads a log that came back from elsewhere: the last boot in it. Whatever is damaged, or booted besides, is in `wrong`. Nothing is in it of a log
 * without a boot line.
 */
export async function readForeignLog(log: Uint8Array): Promise<Printed> {
  const boots = bootsIn(log);
  const boot = boots.at(-1);
  if (!boot) return readLines([]);
  const printed = readLines(boot.lines.map(textOf));
  const again = boots.length > 1 ? [`it booted ${boots.length} times: keep the lines of one boot`] : [];
  return { ...printed, wrong: [...again, ...(await damageIn(boot)), ...printed.wrong] };
}

async function damageIn({ lines, first }: LoggedBoot): Promise<string[]> {
  const transcript = emptyTranscript();
  // Whoever started it by hand gave it no run id, and then its seal is the empty one.
  const seal = / run=(\S*)/.exec(lines[0] ? textOf(lines[0]) : '')?.[1] ?? '';
  await transcribeLines(transcript, lines, () => {}, seal, first - 1);
  const end = transcript.events.findIndex(({ kind }) => kind === 'end');
  // A shell, or a loader, may go on behind it.
  const own = end < 0 ? transcript.events : transcript.events.slice(0, end + 1);
  return own
    .filter((event): event is Extract<ConsoleEvent, { kind: 'damaged' }> => event.kind === 'damaged')
    .map(({ text }) => text);
}

function readLines(lines: readonly string[]): Printed {
  const printed: Printed = {
    workloads: [],
    samples: [],
    absent: [],
    reached: [],
    place: {},
    events: {},
    wrong: [],
    ended: false,
  };
  for (const line of lines) readLine(printed, line);
  return printed;
}

function readLine(printed: Printed, line: string): void {
  const sample = SAMPLE.exec(line);
  if (sample) {
    const [, workload = '', placement, form = 'clock', pass, calls, rest = ''] = sample;
    printed.samples.push({
      workload,
      placement: Number(placement),
      form,
      pass: Number(pass),
      calls: Number(calls),
      counts: Object.fromEntries(Object.entries(wordsOf(rest)).map(([name, value]) => [name, Number(value)])),
    });
    return;
  }
  const workload = WORKLOAD.exec(line);
  if (workload) {
    const [, name = '', keys, sites, why = ''] = workload;
    printed.workloads.push({ name, why, keys: Number(keys), sites: Number(sites) });
    return;
  }
  const absent = ABSENT.exec(line);
  if (absent) {
    const [, of = '', form = '', why = ''] = absent;
    printed.absent.push({ workload: of, form, why });
    return;
  }
  const reach = REACH.exec(line);
  if (reach) {
    const [, of = '', form = '', keys] = reach;
    printed.reached.push({ workload: of, form, keys: Number(keys) });
    return;
  }
  const [, event = '', number = ''] = EVENT.exec(line) ?? [];
  if (event) printed.events[event] = line.includes('errno=') ? `errno ${number}` : number;
  const [, about = '', words = ''] = ABOUT.exec(line) ?? [];
  if (about)
    for (const [name, value] of Object.entries(wordsOf(words))) printed.place[`${about}.${name}`] = value;
  const [, wrong = '', why = ''] = WRONG.exec(line) ?? [];
  if (wrong) printed.wrong.push(why ? `${wrong}: ${why}` : wrong);
  if (/# sct end run=/.test(line)) printed.ended = true;
}

/** `name=value` words. */
function wordsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/(\w+)=(\S+)/g), ([, name = '', value = '']) => [name, value]),
  );
}
