// SPDX-License-Identifier: GPL-2.0-only
// Follows one boot's events and writes down, for each planned case, what was said of it, and every way in which
// the guest broke the protocol. It believes nothing that was not announced, and nothing twice.

import { CONTROL_SUITE, nameOf } from '../base/plan.ts';
import type { ConsoleEvent } from '../console/event.ts';
import { brokenPromises, type Promised } from './boot-line.ts';
import { describeFault, faultLine } from './fault.ts';
import { quote } from './quote.ts';
import { type CaseRecord, newCase, newSuite, type SuiteRecord } from './records.ts';

/** What a boot said in all. */
export interface Folded {
  /** One record a planned case, in the order of the plan. */
  records: CaseRecord[];
  /** Ways in which the protocol was broken, in order. */
  problems: string[];
  /** The case that was running when the output stopped. */
  open: CaseRecord | null;
  panic: string | null;
  /** Whether a second boot line came. */
  rebooted: boolean;
  booted: boolean;
  ended: boolean;
  /** Where what was printed did not come through for the first time. */
  damage: string | null;
  /** Whether a case began that is no control: from there on, what goes wrong may be the subject's doing. */
  subjectRan: boolean;
  /** Whether all was well until then. */
  soundBefore: boolean;
}

/** What is said of a boot that was cut off. */
export const NO_END_LINE = 'the end line never came';

/** What the guest itself says of a fault that ended a case. */
const GUESTS_WORD = /: unexpected exception: EC /;

/** Follows the events of one boot. Never throws; what follows a reboot is not believed, and so not read. */
export function fold(events: Iterable<ConsoleEvent>, promised: Promised): Folded {
  const fold = new Fold(promised);
  for (const event of events) {
    if (fold.rebooted) break;
    fold.take(event);
  }
  return fold.finish();
}

class Fold {
  rebooted = false;
  readonly #promised: Promised;
  readonly #cases = new Map<string, CaseRecord>();
  readonly #suites = new Map<string, SuiteRecord>();
  readonly #problems: string[] = [];
  #open: CaseRecord | null = null;
  #suite: SuiteRecord | null = null;
  #booted = false;
  #ended = false;
  #saidBeforeBoot = false;
  #panic: string | null = null;
  #subjectRan = false;
  #soundBefore = true;
  #announcedSuites: number | null = null;
  #lastSuiteNumber = 0;
  #results = 0;
  /** The cases that began since it was last known that all is as it was printed. */
  readonly #unsure = new Set<CaseRecord>();
  /** How many problems there were by then. */
  #sureProblems = 0;
  #damage: string | null = null;

  constructor(promised: Promised) {
    this.#promised = promised;
    for (const { suite, case: name } of promised.plan) {
      this.#cases.set(`${suite}.${name}`, newCase(suite, name));
      const known = this.#suites.get(suite);
      this.#suites.set(suite, newSuite(suite, (known?.planned ?? 0) + 1));
    }
  }

  take(event: ConsoleEvent): void {
    if (this.#ended && event.kind !== 'boot') {
      const text = event.kind === 'noise' ? event.text : `(${event.kind})`;
      this.#problem(`bytes after the end line: ${quote(text)}`);
      return;
    }
    // Firmware may print what it likes before the guest runs, but no line of the protocol.
    if (!this.#booted && event.kind !== 'boot') {
      if (event.kind === 'noise' || event.kind === 'detail') return;
      if (!this.#saidBeforeBoot) this.#problem(`a "${event.kind}" line came before the boot line`);
      this.#saidBeforeBoot = true;
    }
    switch (event.kind) {
      case 'boot':
        this.#boot(event.fields);
        break;
      case 'plan':
        if (event.suite === null) this.#announceSuites(event.count);
        else this.#announceCases(this.#suiteOf(event.suite), event.count);
        break;
      case 'suite':
        this.#beginSuite(event.suite);
        break;
      case 'begin':
        this.#begin(event.suite, event.case);
        break;
      case 'detail':
        this.#detail(event.text);
        break;
      case 'fault':
        this.#fault(event.fields);
        break;
      case 'metric':
        if (this.#open) this.#open.metrics.push({ name: event.name, value: event.value, unit: event.unit });
        else this.#problem(`metric ${quote(event.name)} outside any case`);
        break;
      case 'samples':
        if (this.#open) this.#open.samples.push({ name: event.name, unit: event.unit, values: event.values });
        else this.#problem(`samples ${quote(event.name)} outside any case`);
        break;
      case 'done':
        this.#done(event);
        break;
      case 'result':
        this.#result(event);
        break;
      case 'suiteEnd':
        this.#endSuite(event);
        break;
      case 'panic':
        this.#panic ??= event.text;
        this.#problem(`the guest's kernel gave up${this.#where()}: ${event.text}`);
        break;
      case 'end':
        this.#end(event.fields);
        break;
      case 'sum':
        break;
      case 'intact':
        this.#sureFromHere();
        break;
      case 'damaged':
        this.#damaged(event.text);
        break;
      case 'noise':
        this.#problem(`a line that is none of the protocol${this.#where()}: ${quote(event.text)}`);
        break;
    }
  }

  finish(): Folded {
    if (!this.#booted) this.#problem('the boot line never came');
    // Whether it was sct that ended it is not for this to know, so it is no word against the bench.
    if (this.#booted && !this.#ended && !this.rebooted) this.#problems.push(NO_END_LINE);
    return {
      records: [...this.#cases.values()],
      problems: this.#problems,
      open: this.#open,
      panic: this.#panic,
      rebooted: this.rebooted,
      booted: this.#booted,
      ended: this.#ended,
      damage: this.#damage,
      subjectRan: this.#subjectRan,
      soundBefore: this.#soundBefore,
    };
  }

  #problem(text: string): void {
    this.#problems.push(text);
    this.#soundBefore &&= this.#subjectRan;
  }

  #where(): string {
    return this.#open ? `, in ${nameOf(this.#open)}` : '';
  }

  #boot(fields: Record<string, string>): void {
    if (this.#booted) {
      this.rebooted = true;
      this.#problem(`the guest reset and booted a second time${this.#where()}`);
      return;
    }
    this.#booted = true;
    this.#checkRunId('boot', fields.run);
    for (const problem of brokenPromises(fields, this.#promised)) this.#problem(problem);
  }

  #checkRunId(line: string, got: string | undefined): void {
    const expected = this.#promised.runId;
    if (got === expected) return;
    if (got === undefined) this.#problem(`the ${line} line carries no run id; expected ${expected}`);
    else
      this.#problem(
        `the ${line} line's run id is ${quote(got)}, not ${expected}: this is not the boot that sct started`,
      );
  }

  #announceSuites(count: number): void {
    if (this.#announcedSuites !== null) this.#problem(`a second "1..${count}" at the top`);
    if ([...this.#suites.values()].some(({ begun }) => begun))
      this.#problem(`"1..${count}" at the top comes after the first suite`);
    this.#announcedSuites = count;
    const planned = [...this.#suites.values()].filter((known) => known.planned !== null).length;
    if (count !== planned) this.#problem(`the guest announces ${count} suites; planned: ${planned}`);
  }

  #announceCases(record: SuiteRecord, count: number): void {
    if (record.announced !== null) this.#problem(`a second "1..${count}" in suite ${record.suite}`);
    if (record !== this.#suite || this.#open || record.lastNumber > 0)
      this.#problem(`"1..${count}" in suite ${record.suite} does not come before its first case`);
    record.announced = count;
    if (record.planned !== null && count !== record.planned) {
      this.#problem(`suite ${record.suite} announces ${count} cases; planned: ${record.planned}`);
    }
  }

  #suiteOf(suite: string): SuiteRecord {
    let record = this.#suites.get(suite);
    if (!record) {
      record = newSuite(suite, null);
      this.#suites.set(suite, record);
      this.#problem(`unknown suite ${quote(suite)}`);
    }
    return record;
  }

  #beginSuite(suite: string): void {
    this.#closeOpenCase();
    if (this.#suite) this.#problem(`suite ${suite} begins before suite ${this.#suite.suite} was closed`);
    this.#suite = this.#suiteOf(suite);
    if (this.#suite.begun) this.#problem(`suite ${suite} begins a second time`);
    this.#suite.begun = true;
  }

  #begin(suite: string, name: string): void {
    this.#closeOpenCase();
    const full = `${suite}.${name}`;
    if (this.#suite?.suite !== suite) {
      this.#problem(`${full} begins in ${this.#suite ? `suite ${this.#suite.suite}` : 'no suite'}`);
    }
    const record = this.#cases.get(full);
    if (!record) {
      this.#problem(`unknown case ${quote(full)} begins`);
      this.#open = newCase(suite, name);
      return;
    }
    if (record.began) this.#blame(record, 'began twice');
    record.began = true;
    this.#unsure.add(record);
    this.#subjectRan ||= suite !== CONTROL_SUITE;
    this.#open = record;
  }

  /** A case that another line overtook; its result may no longer come. */
  #closeOpenCase(): void {
    if (this.#open) this.#blame(this.#open, 'began, but never ended');
    this.#open = null;
  }

  #blame(record: CaseRecord, error: string): void {
    record.errors.push(error);
    this.#problem(`${nameOf(record)}: ${error}`);
  }

  /** Nothing that was said since the last checksum counts. */
  #damaged(text: string): void {
    this.#damage ??= text;
    this.#problem(text);
    // It explains whatever else was wrong in there.
    this.#problems.splice(this.#sureProblems, 0, ...this.#problems.splice(-1));
    for (const record of this.#unsure) record.doubts.unshift(text);
    this.#sureFromHere();
  }

  #sureFromHere(): void {
    this.#unsure.clear();
    this.#sureProblems = this.#problems.length;
  }

  #detail(text: string): void {
    const complaint = /^fail (.*)$/.exec(text)?.[1];
    if (this.#open) {
      this.#open.details.push(text);
      if (complaint !== undefined) this.#open.complaint ??= complaint;
    } else if (/^(?:fail|warn)\b/.test(text)) {
      this.#problem(`outside any case: ${text}`);
    }
  }

  #fault(fields: Record<string, string>): void {
    const text = describeFault(fields);
    if (this.#open) {
      this.#open.details.push(faultLine(fields));
      this.#open.hung ||= fields.kind === 'watchdog';
      // The guest's own line before it says less.
      if (this.#open.complaint === null || GUESTS_WORD.test(this.#open.complaint))
        this.#open.complaint = text;
    } else {
      this.#problem(`outside any case: ${text}`);
    }
  }

  #done({ suite, case: name, fields }: ConsoleEvent & { kind: 'done' }): void {
    const took = Number(fields.us ?? Number.NaN);
    if (this.#open && nameOf(this.#open) === `${suite}.${name}`)
      this.#open.took = Number.isFinite(took) ? took : null;
    else this.#problem(`${suite}.${name} is done, but is not the case that runs`);
  }

  #result(event: ConsoleEvent & { kind: 'result' }): void {
    this.#results += 1;
    const suite = event.suite === null ? null : this.#suiteOf(event.suite);
    if (suite) {
      const next = suite.lastNumber + 1;
      if (event.number !== next) {
        this.#problem(
          `result ${event.number} (${event.case}) in suite ${suite.suite} is out of order; expected ${next}`,
        );
      }
      suite.lastNumber = event.number;
      if (event.word === 'fail' || event.word === 'error') suite.notOk += 1;
    }
    const record = event.suite === null ? undefined : this.#cases.get(`${event.suite}.${event.case}`);
    if (!record) {
      this.#problem(`a result for an unknown case: ${quote(`${event.suite ?? '(no suite)'}.${event.case}`)}`);
      if (this.#open?.suite === event.suite && this.#open.case === event.case) this.#open = null;
      return;
    }
    if (record.result) this.#blame(record, 'reported twice');
    else if (!record.began) this.#blame(record, 'reported, but never began');
    record.result ??= { word: event.word, reason: event.reason };
    if (record === this.#open) this.#open = null;
  }

  #endSuite(event: ConsoleEvent & { kind: 'suiteEnd' }): void {
    const record = this.#suite;
    if (record?.suite !== event.suite) {
      const instead = record ? `suite ${record.suite} is running` : 'no suite is running';
      this.#problem(`a result for suite ${quote(event.suite)}, but ${instead}`);
      return;
    }
    this.#closeOpenCase();
    this.#suite = null;
    const next = this.#lastSuiteNumber + 1;
    if (event.number !== next) {
      this.#problem(`suite result ${event.number} (${event.suite}) is out of order; expected ${next}`);
    }
    this.#lastSuiteNumber = event.number;
    if (record.announced === null) this.#problem(`suite ${record.suite} never announced its cases`);
    if (event.ok !== (record.notOk === 0)) {
      const word = event.ok ? 'ok' : 'not ok';
      this.#problem(`suite ${record.suite} says "${word}", but ${record.notOk} of its cases are "not ok"`);
    }
  }

  #end(fields: Record<string, string>): void {
    this.#closeOpenCase();
    this.#ended = true;
    this.#checkRunId('end', fields.run);
    if (this.#suite) this.#problem(`the end line came before suite ${this.#suite.suite} was closed`);
    if (this.#announcedSuites === null) this.#problem('the guest never announced its suites');
    if (fields.cases !== String(this.#results)) {
      this.#problem(`the end line counts ${fields.cases ?? 'no'} cases; ${this.#results} were reported`);
    }
  }
}
