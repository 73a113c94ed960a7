// SPDX-License-Identifier: GPL-2.0-only
// What the experiment printed, line by line. Whatever else is in a log is passed over: the harness has judged the boot already, and a log
// from a board may hold its firmware's words, too.

import type { Document } from '../report/documents.ts';

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
const ABOUT = /# cost (place|kernel|events) (.*?)\s*$/;
const EVENT = /# cost event name=(\w+) (?:number|errno)=(\w+)\s*$/;
const WRONG = /^\s*not ok \d+ (\w+)(?: # (?:ERROR )?(.*?))?\s*$/;

/** Reads a console's text. */
export function readCostLog(text: string): Printed {
  const printed: Printed = {
    workloads: [],
    samples: [],
    absent: [],
    place: {},
    events: {},
    wrong: [],
    ended: false,
  };
  for (const line of text.split(/\r?\n/)) readLine(printed, line);
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
