import { inks } from "./palette.ts";

const inkVariables = (ground: "light" | "dark"): string =>
  Object.entries(inks)
    .map(([name, colours]) => `--${name}:${colours[ground]};`)
    .join("");

const inkClasses = Object.keys(inks)
  .map((name) => `.line.${name}{stroke:var(--${name})}.area.${name}{fill:var(--${name})}`)
  .join("\n");

/** Styles of the page: system fonts, both grounds, wide and narrow screens, paper. */
export const style = `
:root{color-scheme:light dark;--ground:#fbfbf9;--card:#fff;--text:#1d1d1b;--soft:#64635e;--rule:#e2e1dc;--warn:#8a5a00;--warnGround:#fff6df;${inkVariables("light")}}
@media (prefers-color-scheme:dark){:root{--ground:#161614;--card:#1f1f1d;--text:#ecebe6;--soft:#a5a39b;--rule:#3a3935;--warn:#f0c36a;--warnGround:#2e2614;${inkVariables("dark")}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:1180px;margin:0 auto;padding:2.2rem 1.2rem 4rem}
h1{font-size:1.55rem;line-height:1.25;margin:0}
h2{font-size:1.15rem;margin:2.6rem 0 .8rem}
h3{font-size:1rem;margin:0 0 .1rem}
p{margin:.4rem 0}
.question{color:var(--soft);font-size:1.05rem;margin:.2rem 0 1.4rem}
.verdict{font-size:1.16rem;line-height:1.6;max-width:62rem}
.verdict p:first-child{font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:.8rem;margin:1.4rem 0 0}
.tile,.chart{background:var(--card);border:1px solid var(--rule);border-radius:10px}
.tile{padding:.8rem 1rem}
.tile b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:.88rem;line-height:1.35;display:block}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:1rem}
.chart{margin:0;padding:1rem 1rem .7rem;min-width:0}
.chart .note{color:var(--soft);font-size:.88rem;margin:0 0 .5rem}
.legend{display:flex;flex-wrap:wrap;gap:.15rem 1rem;list-style:none;margin:.2rem 0 .3rem;padding:0;font-size:.86rem}
.legend svg{vertical-align:middle;margin-right:.4rem;overflow:visible}
.drawing{overflow-x:auto}
.drawing svg{display:block;width:100%;min-width:400px;height:auto}
svg text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
svg .note{fill:var(--text)}
svg .grid{stroke:var(--rule);fill:none}
svg .axis{stroke:var(--soft);fill:none}
svg .mark{stroke:var(--text);stroke-dasharray:1 3;stroke-linecap:round;fill:none}
svg .mark.thin{stroke-width:.6;stroke-dasharray:none;opacity:.7}
svg .line{fill:none;stroke-linejoin:round}
svg .area{stroke:none}
${inkClasses}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:100%}
th,td{padding:.32rem .55rem;border-bottom:1px solid var(--rule);text-align:right;white-space:nowrap}
th:first-child{text-align:left;font-weight:400;white-space:normal;min-width:13rem}
thead th{white-space:normal;line-height:1.25;color:var(--soft);font-weight:600;border-bottom-color:var(--soft);vertical-align:bottom}
thead tr:first-child th{border-bottom:0}
td.edge,th.edge{border-left:1px solid var(--rule)}
tbody th small{display:block;color:var(--soft);font-size:.8rem;line-height:1.3}
.note{color:var(--soft);font-size:.9rem}
.warnings{background:var(--warnGround);color:var(--warn);border-radius:10px;padding:.7rem 1.1rem;margin:1.2rem 0 0}
.warnings ul,.plain{margin:.2rem 0;padding-left:1.2rem}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--soft);font-size:.88rem}
pre{overflow:auto;background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:1rem;font-size:.82rem;line-height:1.45;max-height:36rem}
footer{color:var(--soft);font-size:.85rem;margin-top:2.5rem;border-top:1px solid var(--rule);padding-top:.8rem;overflow-wrap:anywhere}
a{color:inherit}
@media print{.chart,.tile{break-inside:avoid}body{background:#fff}}
`.trim();
