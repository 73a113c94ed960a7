// SPDX-License-Identifier: GPL-2.0-only
// What `--json` prints, for each command that has it: the types of what is printed, the files in schemas/ and docs/json.md are made of this.
// Whoever prints takes the types alone, so that zod is not loaded for it.

import * as z from 'zod';
import { VERDICTS } from '../base/verdict.ts';

/** Goes up when a reader of the old shape would misread the new one; new keys alone do not count. */
const version = z
  .literal(1)
  .describe('goes up when a reader of the old shape would misread the new one; new keys may come without');

const outcome = z.enum(['pass', 'unjudged', 'fail', 'error']);
const text = z.string();
const lines = z.array(text);
const nullable = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

const metric = z.strictObject({
  name: text.describe('what was measured, of a case'),
  value: z.number(),
  unit: text.describe('`instructions`, `ns`, `cycles`, …'),
});

const result = z.strictObject({
  suite: text.describe(
    '`build` is that of the one result of a subject that did not build, `bench` judges the boot itself',
  ),
  case: text,
  verdict: z
    .enum(VERDICTS)
    .describe('`xfail`: fails as its subject is known to; `error`: the bench is at fault, or nothing came'),
  reason: text.describe('in a line; empty for a pass'),
  metrics: z.array(metric),
  details: lines.optional().describe('what explains it, as printed; not there for a pass'),
  cut: z
    .enum(['hang', 'crash', 'unreported'])
    .optional()
    .describe('what kept the case from its end; not there if it came to one'),
  took: z
    .number()
    .optional()
    .describe("microseconds of the guest's own clock that the case took; not there if the guest did not say"),
});

const cell = z.strictObject({
  subject: text,
  machine: text,
  selector: lines.optional().describe('how the command line names a subject from outside'),
  seed: z
    .int()
    .optional()
    .describe('`--seed` that puts the image where it was; only where that is not where it was linked'),
  verdict: outcome.describe(
    'error outranks fail (not one that says that this host was too busy), fail outranks unjudged (the subject uses what the guest lacks), and that outranks pass',
  ),
  argv: lines.describe(
    "QEMU's command line, which runs as it stands while `folder` is kept; empty where nothing was booted",
  ),
  folder: nullable(text).describe(
    'where serial log, stderr, command line and image are; null if they are not kept',
  ),
  seconds: z.number().optional().describe('wall clock of its boot; not there where nothing was booted'),
  results: z.array(result).describe('in the order of the plan'),
});

const place = z.strictObject({ subject: text, machine: text, suite: text, case: text });

const cause = z.strictObject({
  name: text.describe('a few words'),
  says: text.describe('what a person would say'),
  verdict: z.enum(['unjudged', 'fail', 'error']),
  lead: place.describe('the result that says it best'),
  evidence: z
    .strictObject({
      why: text.optional().describe('why the case of `lead` exists'),
      source: z
        .strictObject({ file: text, line: z.int(), text })
        .optional()
        .describe("the line of the subject's own file that is at fault"),
      code: z
        .strictObject({ symbol: text, lines: z.array(z.strictObject({ text, marked: z.boolean() })) })
        .optional()
        .describe('a trampoline, the instructions at fault marked'),
    })
    .optional()
    .describe('what could be looked up; the first few causes have it'),
  cases: z.array(place).describe('every result that it explains; each that failed or erred is in one cause'),
});

const provenance = z.strictObject({
  tools: z.array(z.strictObject({ name: text, version: text })).describe('sct, QEMU, the compilers'),
  subjects: z.array(
    z.strictObject({
      name: text,
      files: z.array(z.strictObject({ path: text, sha256: text.describe('hexadecimal') })),
      mails: z
        .array(
          z.strictObject({
            subject: text,
            messageId: text.exactOptional().describe('in angle brackets, as in the header'),
            changeId: text.exactOptional().describe('what b4 calls the series through all its revisions'),
          }),
        )
        .exactOptional()
        .describe('the mails that it came of; not there if it came of none'),
    }),
  ),
});

const address = text.describe('hexadecimal');

const addressRuns = z.array(
  z.strictObject({
    from: address,
    bytes: z.int().describe('of each'),
    stride: z.int().describe('from the start of one to that of the next; 0 of one alone'),
    count: z.int(),
  }),
);

const imageOf = z.strictObject({
  subject: text,
  machines: lines,
  layout: z.strictObject({
    sections: z
      .array(
        z.strictObject({
          name: text,
          from: address,
          bytes: z.int(),
          access: z.enum(['r', 'rx', 'rw', 'rwx']),
        }),
      )
      .describe('all that is loaded, as it is linked'),
    trampolines: addressRuns.describe('by address'),
    literals: addressRuns.describe('by address; none where nobody finds any'),
    reach: z
      .array(z.strictObject({ from: address, to: address, count: z.int() }))
      .describe('how many trampolines of one page of 4 KiB have their literals in another'),
    example: z
      .strictObject({ symbol: text, at: address, literal: address.exactOptional() })
      .exactOptional()
      .describe('one trampoline, and its literal'),
  }),
});

const run = z.strictObject({
  schemaVersion: version,
  verdict: outcome.describe("the worst of the cells'; an error if some never began"),
  cells: z.array(cell).describe('in the order of the table'),
  notes: lines.describe('what was left out and why, and what is to be known besides'),
  causes: z.array(cause).describe('what is behind all that failed or erred, most results first'),
  provenance: provenance.optional().describe('what made this report'),
  shard: z
    .strictObject({ index: z.int().describe('from 1'), of: z.int() })
    .optional()
    .describe('which part of a divided run it is; not there for a whole one'),
  images: z.array(imageOf).optional().describe('each image that was judged, and where'),
});

const mutant = z.strictObject({
  name: text,
  changes: z.enum(['subject', 'guest', 'harness']).describe('whose mistake it is'),
  killed: z.boolean().describe('whether each case that the row names noticed'),
  by: lines.describe('all cases that noticed, as `suite.case`'),
  expected: lines.describe(
    'the cases that the row names; a pattern stands as it is if there is no such case',
  ),
  verdict: z
    .enum(['killed', 'survived', 'explained', 'equivalent', 'refuted', 'error'])
    .describe(
      '`refuted`: something noticed what is said to be no mistake; `explained`: nothing noticed in Linux, and the row says why; `error`: it could not be tried',
    ),
  mistake: text.describe('in a line'),
  machine: text.describe('where it was booted'),
  equivalent: text.optional().describe('why it is no mistake; only where the row says so'),
  explained: text.optional().describe('why nothing in Linux notices it; of `explained` alone'),
  problems: lines.describe(
    'what the cases said that should have noticed; of a derived mutant that survived, its diff',
  ),
  folder: nullable(text).describe("where the boot's files are, if the mutant survived"),
});

const mutate = z.strictObject({
  schemaVersion: version,
  verdict: outcome.describe('pass: each mutant is as its row says'),
  mutants: z.array(mutant).describe('one entry a mutant that was tried'),
  notes: lines.describe('what was left out and why'),
});

const variant = z.strictObject({
  name: text.describe('class and name, as its file in `test/variants` is called'),
  variant: z.enum(['right', 'wrong', 'unjudged']).describe('`unjudged`: the guest lacks what it asks for'),
  why: text.describe('why somebody would write it, or what is wrong with it'),
  due: z.int().describe('the exit code that is due'),
  exit: nullable(z.int()).describe('the exit code that came out; null if it was not tried'),
  verdict: z
    .enum(['due', 'gap', 'untried', 'closed', 'off', 'error'])
    .describe(
      '`gap`: as its file says of today; `closed`: as is due, and its file still tells of a gap; `off`: neither; `error`: it cannot be tried',
    ),
  fails: lines.describe('the cases that must fail it, as `suite.case`; a `*` stands for any letters'),
  by: lines.describe('the cases that went wrong'),
  gap: z
    .strictObject({ exits: z.array(z.int()).describe('none: it is not tried'), why: text })
    .optional()
    .describe('how it is known to come out today instead'),
  machines: lines.describe('where it boots'),
  problems: lines.describe('what is not as is due'),
  folder: nullable(text).describe("where the boots' files are, if it is not as its file says"),
});

const variants = z.strictObject({
  schemaVersion: version,
  verdict: outcome.describe('pass: each variant is as its file says'),
  variants: z.array(variant).describe('one entry a variant, by class and name'),
  notes: lines.describe('what was left out and why'),
});

const build = z.strictObject({
  runtime: z.enum(['kernel', 'process', 'module']).describe('what carries the cases'),
  compiler: z.enum(['clang', 'gcc']),
  optimise: z.enum(['O0', 'O2', 'Os']),
  pageSize: z.union([z.literal(4), z.literal(16), z.literal(64)]).describe('KiB'),
  cfi: z
    .enum(['none', 'kcfi', 'kcfi-ftrace'])
    .describe('whether indirect calls check the type of what they call, and where that word lies'),
  linux: z
    .union([
      z.enum(['linux-stock', 'linux-cfi', 'linux-cfi-64k', 'host']),
      z.templateLiteral(['tree-', z.string()]),
    ])
    .optional()
    .describe(
      'the kernel that a module is for, `tree-` and a hash for one that --in-tree has built, `host` for that which runs here; of modules alone',
    ),
});

const level = z.union([z.literal(0), z.literal(1), z.literal(2)]);

const machine = z.strictObject({
  name: text,
  why: text.describe('what it shows that no other does'),
  boots: z.boolean().describe('false: it judges the image alone, and each axis is null'),
  kind: nullable(z.enum(['system', 'process', 'linux', 'here'])).describe(
    'a kernel of the bench that QEMU boots, a process of Linux, or Linux itself with the bench as a module: one that QEMU boots, or that runs here',
  ),
  accel: nullable(z.enum(['tcg', 'kvm'])).describe(
    "what executes it: QEMU's translator, or the host's own CPU",
  ),
  board: nullable(text).describe("QEMU's `-machine`"),
  cpu: nullable(text).describe("QEMU's `-cpu`, or the CPU that a board other than `virt` has"),
  bti: nullable(z.boolean()).describe("whether the CPU has FEAT_BTI; null, too, where it is the host's CPU"),
  pauth: nullable(z.boolean()).describe('the same of FEAT_PAuth'),
  entryEl: nullable(level).describe('exception level at entry'),
  runEl: nullable(level).describe('exception level at which the guest runs; 2 means with E2H, 0 a process'),
  vcpus: nullable(z.int()),
  kaslr: nullable(z.boolean()).describe('whether the image runs elsewhere than it was linked'),
  clock: nullable(z.enum(['realtime', 'icount'])).describe(
    '`icount`: virtual time is the count of instructions',
  ),
  icountShift: nullable(z.int()).describe('under icount an instruction takes 2^this ns'),
  build: build.describe('how the image is made'),
  matrix: z
    .enum(['default', 'full', 'linux', 'named'])
    .describe('the least `--matrix` that has it; `named`: none has'),
});

const list = z.strictObject({
  schemaVersion: version,
  subjects: z.array(z.strictObject({ name: text, builds: z.boolean() })),
  machines: z.array(machine),
  suites: z
    .array(
      z.strictObject({
        name: text,
        machine: text.describe(
          '`host`; `booted`: every machine that boots; or `linux`: those that boot Linux',
        ),
        cases: lines,
      }),
    )
    .describe('empty if no subject builds, since the plan is in the image'),
});

const tool = z.strictObject({
  name: text,
  purpose: text.describe('what it does for sct'),
  optional: z.boolean().describe('whether sct can do without'),
  path: nullable(text).describe('null if it is not there'),
  version: nullable(text).describe('null if it is not there, or tells none'),
  least: text.describe('the least version that will do'),
  verdict: z.enum(['ok', 'missing', 'too old', 'broken']).describe('`broken`: it tells no version'),
  mend: text.describe('the command that mends it'),
  variable: nullable(text).describe('the environment variable that names another one'),
});

const doctor = z.strictObject({ schemaVersion: version, tools: z.array(tool) });

const image = z.strictObject({
  schemaVersion: version,
  what: text.describe('for people: what the folder holds'),
  image: text.describe(
    'what the image calls itself in its boot line: 16 digits of the hash of all that went into it',
  ),
  runId: text.describe(
    'what the image puts into its first and its last line, unless the boot arguments say otherwise',
  ),
  subject: text,
  selector: lines.optional().describe('how the command line names a subject from outside'),
  expectation: z.strictObject({
    xfail: z
      .array(
        z.strictObject({
          case: text,
          reason: text,
          with: z
            .literal('kcfi')
            .optional()
            .describe('only where indirect calls are checked; elsewhere the case is to pass'),
        }),
      )
      .describe('defects that the subject is known to have'),
    instructions: z.record(text, z.int()).describe('what a call costs, by case'),
  }),
  machine: text.describe('the record whose build, page size and exception level the image has'),
  build,
  bootargs: text.describe('what the image takes for its boot arguments where the loader names none of these'),
  base: text.describe("the address of the image's first byte; hexadecimal"),
  plan: lines.describe('the cases that a log must report, as `suite.case`, in order'),
  process: nullable(
    z.strictObject({
      image: text,
      build,
      bootargs: text.describe('what it takes for its arguments where nobody names them'),
      base: text,
      plan: lines,
    }),
  ).describe(
    'the same of the binary for any arm64 Linux, which is another image of the run; null if the subject is none in a process',
  ),
  files: z
    .array(z.strictObject({ path: text, what: text, bytes: z.int(), sha256: text.describe('hexadecimal') }))
    .describe('what is in the folder, but for this file'),
  provenance: provenance.describe('what made it, and of what'),
});

const counted = nullable(z.int());

const side = nullable(z.strictObject({ verdict: z.enum(VERDICTS), reason: text }));

const compare = z.strictObject({
  schemaVersion: version,
  verdict: outcome.describe(
    '`fail`: something is broken; `error`, `unjudged`: a run did not judge all of it; `pass`: nothing is worse',
  ),
  before: text.describe('what the one is called'),
  after: text,
  machines: lines.describe('where both were judged'),
  notCompared: z
    .strictObject({ before: lines, after: lines })
    .describe('machines that only one of the two has'),
  changes: z
    .array(
      z.strictObject({
        kind: z
          .enum(['broken', 'fixed', 'unshown', 'shown', 'unknown', 'gone', 'new'])
          .describe(
            '`unshown`: skipped now; `shown`: passes, and was skipped; `unknown`: one of the two erred; `gone`, `new`: only one of the two has the case',
          ),
        case: text.describe('`suite.case`'),
        machines: lines,
        before: side.describe('on the first of these machines; null if there was no such case'),
        after: side,
      }),
    )
    .describe('what is broken first; a known defect counts as a fail'),
  costs: z
    .array(z.strictObject({ form: text, machines: lines, before: counted, after: counted }))
    .describe('instructions, exact; null where they were not counted'),
  texts: z
    .array(
      z.strictObject({ what: text, diff: text.describe('unified, from its first hunk on; empty if none') }),
    )
    .optional()
    .describe(
      "the trampoline's disassembly, and the subject's files; not there if one of the two is a report",
    ),
});

const counts = z
  .record(text, z.number())
  .describe(
    'by event: `cntvct` in ticks of CNTVCT, `cycles`, `instructions`, `mispredicts`, `l1i_refills`, `l1d_refills`, `itlb_refills`, `dtlb_refills`',
  );

const interval = z
  .strictObject({ estimate: z.number(), low: z.number(), high: z.number() })
  .describe(
    'the median over placements, and the interval of 95 % of it; all three the same where it is exact',
  );

const costForm = z.strictObject({
  form: text.describe(
    "`direct`, `generic`, `kcfi` (as clang emits it), `subject` (the subject's own trampoline), `subject_null`, `reviewed`, `v7`, `branch`; `again` is `kcfi` once more",
  ),
  cost: interval.describe('of one call, in `unit`; what the loop itself costs is taken off'),
  events: z.record(text, z.number()).describe('medians, a call, of what else was counted'),
});

const comparison = z.strictObject({
  form: text,
  against: text.describe('`kcfi`'),
  difference: interval.describe('of the two in the same placement, in `unit`; below 0 is less'),
  verdict: z
    .enum(['faster', 'slower', 'no difference', 'cannot tell', 'counted'])
    .describe(
      '`no difference`: the interval lies within the margin; `counted`: instructions, of which nobody says which are faster',
    ),
  says: text.describe('the verdict in words'),
});

const costControl = z.strictObject({
  name: text.describe('`a-a`, `forms`, `twice`, `mispredict`, `evict`, `frequency`, `counters`'),
  verdict: z.enum(['holds', 'fails', 'absent']).describe('`absent`: this place cannot be asked'),
  says: text,
});

const costPlace = z.strictObject({
  name: text.describe('the machine, or the log that it was read from'),
  kind: z
    .enum(['counted', 'measured', 'emulated'])
    .describe('what its numbers are; of an emulator that does not count there are none'),
  unit: z.enum(['instructions', 'cycles', 'none']),
  how: text.describe('in words: what the unit was counted by'),
  verdict: outcome.describe('error: a control fails, and nothing here means anything'),
  runtime: z.enum(['kernel', 'process', 'module']),
  subject: text,
  midr: nullable(text).describe('hexadecimal; null if the kernel does not tell a process'),
  kernel: nullable(text).describe('name and release; null where there is none but the bench'),
  compiler: text.describe('what built the image; empty if it is not known'),
  date: text.describe('ISO 8601'),
  seed: z.int().describe('of the placements'),
  placements: z.int(),
  margin: z.number().describe('differences within it are none worth speaking of; fixed beforehand'),
  frequency: nullable(z.number()).describe('Hz, by additions that wait for one another'),
  controls: z.array(costControl),
  workloads: z.array(
    z.strictObject({
      name: text,
      why: text,
      keys: z.int(),
      sites: z.int(),
      forms: z.array(costForm),
      comparisons: z.array(comparison),
      absent: z
        .array(z.strictObject({ form: text, why: text }))
        .describe('forms that cannot be asked this, and why'),
    }),
  ),
  notes: lines,
  samples: z
    .array(
      z.strictObject({
        workload: text,
        placement: z.int(),
        form: text.describe('`empty`: the loop without calls; `clock`: `calls` additions'),
        pass: z.int(),
        calls: z.int(),
        counts,
      }),
    )
    .describe('what was read, each line of it'),
});

const costModel = z.strictObject({
  model: text.describe('of a CPU: the first of those that share it'),
  cpus: lines.describe('the values of `-mcpu` that have this model'),
  forms: z.array(z.strictObject({ form: text, cycles: z.number().describe('a call') })),
});

const cost = z.strictObject({
  schemaVersion: version,
  verdict: outcome.describe("the worst of the places'"),
  places: z.array(costPlace).describe('one a machine; with `--merge` those of all files, in their order'),
  models: z
    .array(costModel)
    .describe('what llvm-mca makes of the instructions: models, which know neither caches nor prediction'),
  images: z
    .array(imageOf)
    .optional()
    .describe('each image that was booted, and where; none of what was read from a log'),
  notes: lines,
});

/** What each command prints, by the command's name; `variants` is what `mutate --variants` does. Exact: a key that is not named here is refused. */
export const DOCUMENTS = { run, mutate, variants, list, doctor, image, compare, cost } as const;

/** What `sct NAME --json` prints. */
export type Document<Name extends keyof typeof DOCUMENTS> = z.infer<(typeof DOCUMENTS)[Name]>;
