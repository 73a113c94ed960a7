// SPDX-License-Identifier: GPL-2.0-only
// How the page looks: on a desk, on a phone, by day, by night, on paper.

import { type Colours, DARK, LIGHT, variablesOf } from './palette.ts';

function declared(colours: Colours): string {
  return variablesOf(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}

/** Class of a verdict in tables, and its colours' name. */
const VERDICT_CLASSES = [
  ['p', 'pass'],
  ['f', 'fail'],
  ['s', 'skip'],
  ['x', 'xfail'],
  ['e', 'error'],
  ['u', 'unjudged'],
] as const;

const verdicts = VERDICT_CLASSES.map(
  ([short, name]) => `.${short}{background:var(--${name}-ground);color:var(--${name}-text)}`,
).join('\n');

/** The style sheet, in the page itself. */
export const STYLE = `:root{color-scheme:light dark;${declared(LIGHT)}}
@media(prefers-color-scheme:dark){:root{${declared(DARK)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:90rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25;margin:1.2rem 0 .3rem}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:0}
p{margin:.4rem 0}
a{color:var(--link)}
:focus-visible,li:target{outline:3px solid var(--link);outline-offset:2px}
.u:focus-visible,.f :focus-visible,.e :focus-visible{outline-color:currentColor;outline-offset:-3px}
small,.places,.legend,figcaption{color:var(--faint)}
small{font-size:.85em}
nav ul,.legend{list-style:none;margin:.6rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem}
nav a{display:inline-block;padding:.25rem 0}
code,pre{font:.875rem/1.45 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
pre{margin:.4rem 0;padding:.5rem .7rem;background:var(--raised);border:1px solid var(--line);border-radius:4px;overflow-x:auto;white-space:pre;overflow-wrap:normal;max-width:100%}
mark{background:var(--fail-ground);color:var(--fail-text)}
.v{display:inline-block;padding:0 .45em;border-radius:3px;font-weight:600}
.cause{border:1px solid var(--line);border-left:6px solid var(--fail-ground);border-radius:4px;padding:.7rem 1rem;margin:0 0 1rem}
.cause h3{font-size:1.15rem}
.cause dl{margin:.6rem 0}
.cause dd{margin:0 0 0 1rem}
.command code{background:var(--raised);padding:.1rem .3rem;border-radius:3px}
.results{padding-left:1.6rem}
.results li{margin:.6rem 0}
details{margin:.4rem 0}
summary{cursor:pointer;padding:.3rem .2rem}
summary h3{display:inline}
.scroll{overflow-x:auto;max-width:100%;margin:.5rem 0}
table{border-collapse:separate;border-spacing:1px;font-size:.8rem;line-height:1.3}
.matrix{font-size:.72rem}
.matrix tbody th,.matrix thead th{font-size:.8rem}
.matrix .machines th{font-size:.75rem;padding:.2rem .1rem}
th,td{padding:.18rem .25rem;text-align:left;vertical-align:top;overflow-wrap:normal}
thead th{vertical-align:bottom;font-weight:600}
tbody th,tfoot th{font-weight:400;white-space:nowrap}
tfoot th{font-weight:600}
.matrix td{text-align:center;white-space:nowrap;min-width:2.7rem}
.matrix td span{display:block}
.matrix th:first-child{position:sticky;left:0;background:var(--ground);z-index:1}
.matrix .machines th:first-child{position:static}
.matrix thead th[colspan]{border-bottom:2px solid var(--line);text-align:center}
.machines span{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap}
.matrix td a{color:inherit;font-weight:600;display:block;min-height:1.3em}
.f,.e{font-weight:600}
td.f>a::before,td.f span:first-child::before,.legend .f::before{content:"\\2717\\a0"/""}
td.e>a::before,td.e span:first-child::before,.legend .e::before{content:"!\\a0"/""}
td span+span{font-weight:400}
${verdicts}
.plain td,.plain th{border-bottom:1px solid var(--line);padding:.25rem .7rem .25rem 0}
.whole td{white-space:nowrap}
.plain .n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:.8rem 0}
.row{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem;align-items:flex-start}
.row>*{flex:0 1 auto;max-width:100%;min-width:0}
svg{max-width:100%;height:auto;display:block}
.memory{width:400px}
.memory figcaption{margin-bottom:.5rem}
.memory h3{display:inline;color:var(--text)}
.memory svg text{font:11.5px ui-monospace,"DejaVu Sans Mono",monospace;fill:var(--faint)}
.memory svg .head{font-weight:600;fill:var(--text)}
.memory .r{fill:var(--raised);stroke:var(--line)}
.memory .rx{fill:var(--line);stroke:var(--faint)}
.memory .page{fill:var(--raised);stroke:var(--line)}
.memory .trampolines{fill:var(--trampolines)}
.memory .literals{fill:var(--literals)}
.memory line{stroke:var(--faint);opacity:.55}
.hash{word-break:break-all}
@media(max-width:40rem){body{font-size:15px}.matrix th:first-child{max-width:8.5rem;overflow-x:hidden;text-overflow:ellipsis}.cause{padding:.6rem .7rem}.results{padding-left:1.2rem}}
@media print{body{font-size:10pt}.scroll{overflow:visible}td,.v,mark{-webkit-print-color-adjust:exact;print-color-adjust:exact}pre{white-space:pre-wrap}}`;
