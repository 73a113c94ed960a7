// SPDX-License-Identifier: GPL-2.0-only
// What is written down of each case and each suite of a boot.

import type { Metric } from '../base/verdict.ts';
import type { ResultWord } from '../console/event.ts';
import type { Samples } from './cost.ts';

/** What the guest said of one case. */
export interface CaseRecord {
  suite: string;
  case: string;
  began: boolean;
  result: { word: ResultWord; reason: string } | null;
  metrics: Metric[];
  samples: Samples[];
  /** The lines between begin and result, in order. */
  details: string[];
  /** What first went wrong in the case: an unmet expectation or a fault. */
  complaint: string | null;
  /** Whether the watchdog ended it. */
  hung: boolean;
  /** Microseconds of the guest's clock, if it said so. */
  took: number | null;
  /** Why nothing that the guest said of this case counts. */
  errors: string[];
  /** Why what it said may not be what the guest printed. */
  doubts: string[];
}

/** What the guest said of one suite. */
export interface SuiteRecord {
  suite: string;
  /** Cases planned; null for a suite that is not in the plan. */
  planned: number | null;
  announced: number | null;
  begun: boolean;
  lastNumber: number;
  notOk: number;
}

/** Of a case of which nothing was said yet. */
export function newCase(suite: string, name: string): CaseRecord {
  return {
    suite,
    case: name,
    began: false,
    result: null,
    metrics: [],
    samples: [],
    details: [],
    complaint: null,
    hung: false,
    took: null,
    errors: [],
    doubts: [],
  };
}

/** The same of a suite; `planned`: how many cases it has. */
export function newSuite(suite: string, planned: number | null): SuiteRecord {
  return { suite, planned, announced: null, begun: false, lastNumber: 0, notOk: 0 };
}
