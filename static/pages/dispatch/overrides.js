// @ts-check
// What people chose against the best suggestion: what it was expected to cost, and what came of it.

import { inShop } from "../../parts/act.js";
import { api } from "../../lib/api.js";
import { named } from "../../lib/cars.js";
import { Sheet, dialog } from "../../parts/form.js";
import { html, useEffect, useState } from "../../vendor/preact.js";
import { Empty, Plate } from "../../parts/status.js";
import { inWords, t, when } from "../../lib/words.js";

export const openOverrides = () => dialog(({ close }) => html`<${Overrides} close=${close} />`);

function Overrides({ close }) {
  const [found, setFound] = useState(null);
  useEffect(() => { api(inShop("/overrides")).then((answer) => setFound(answer.overrides), () => setFound([])); }, []);
  return html`<${Sheet} wide title=${t("override.title")} close=${close}><p class="soft">${t("override.line")}</p>
    ${found === null ? html`<p class="soft">${t("list.loading")}</p>` : found.length === 0
      ? html`<${Empty} icon="check-check" text=${t("override.none")} />` : html`<div class="table-scroll">
      <table class="table">
      <thead><tr><th>${t("field.plate")}</th><th>${t("override.choice")}</th><th>${t("override.predicted")}</th>
        <th>${t("override.real")}</th></tr></thead>
      <tbody>${found.map((one) => html`<tr key=${`${one.visit}/${one.line}`}><td><${Plate} of=${one.plate} /><br />
        <small class="soft">${named(one)}</small></td>
        <td>${t(`override.${one.kind}`)} · ${one.by} · ${when(one.at)}
          ${one.note && html`<br /><small class="soft">${one.note}</small>`}</td>
        <td>${one.minutes > 0 ? later(one.minutes) : t("override.points", { n: one.points })}<br /><small class="soft">
          ${t("override.chance", { from: one.late_best, to: one.late })}</small></td>
        <td>${one.outcome ? html`<span class="chip ${one.outcome.late ? "is-late" : "is-normal"}">
          ${t(one.outcome.late ? "override.late" : "override.in_time")}</span><br /><small class="soft">
          ${later(one.outcome.minutes)}</small>` : html`<span class="soft">${t("override.open")}</span>`}</td></tr>`)}
          </tbody></table></div>`}<//>`;
}

const later = (minutes) => (minutes === 0 ? t("override.same") : t(minutes > 0 ? "override.later" : "override.sooner",
  { time: inWords(Math.abs(minutes) * 60000) }));
