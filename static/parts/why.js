// @ts-check
// Why an operation is planned as it is, what speaks for and against every other choice, and what keeps its car waiting.

import { inShop } from "./act.js";
import { api } from "../lib/api.js";
import { named, people } from "../lib/cars.js";
import { Sheet, dialog } from "./form.js";
import { html, useEffect, useState } from "../vendor/preact.js";
import { Icon } from "./icon.js";
import { Plate } from "./status.js";
import { inWords, plate, t, tt, when } from "../lib/words.js";

const quiet = { quiet: true };

/** What the server explains about a visit, and about one of its lines. */
export const explain = (visit, line) => api(inShop("/explain", line ? { visit, line } : { visit }), undefined, quiet);

/** Opens the explanation of one line; names tells bays and technicians by id. */
export const openWhy = (work, names) => dialog(({ close }) => html`<${WhySheet} work=${work} names=${names}
  close=${close} />`);

function WhySheet({ work, names, close }) {
  const [found, setFound] = useState(null);
  useEffect(() => { explain(work.visit, work.line).then(setFound,
    (error) => setFound({ wrong: error.message })); }, []);
  return html`<${Sheet} wide title=${html`<${Plate} of=${work.plate} /> <small class="soft">${named(work)}</small>`}
    close=${close}>
    ${found === null ? html`<p class="soft">${t("list.loading")}</p>` : found.wrong
      ? html`<p role="alert"><span class="chip is-late">${found.wrong}</span></p>` : html`
      ${found.reasons.map((one, n) => html`<p key=${n} class="why-plan"><${Icon} name="info" /> ${named(one)}</p>`)}
      ${found.candidates.length > 0 && html`<${Candidates} list=${found.candidates} names=${names} />`}
      ${found.refused.length > 0 && html`<${Refused} list=${found.refused} names=${names} />`}
      <${Cascade} found=${found} names=${names} />`}<//>`;
}

const shown = 5;

function Candidates({ list, names }) {
  const [all, setAll] = useState(false);
  const chosen = list.findIndex((one) => one.chosen);
  const rows = list.map((one, n) => ({ one, n })).filter(({ n }) => all || n < shown || n === chosen);
  return html`<section class="stack"><h3>${t("why.candidates", { n: list.length })}</h3><div class="table-scroll">
    <table class="table why-table">
    <thead><tr><th>${t("why.rank")}</th><th>${t("field.technicians")}</th><th>${t("field.bay")}</th>
      <th>${t("field.start")}</th><th class="number">${t("why.score")}</th><th>${t("why.parts")}</th></tr></thead>
    <tbody>${rows.map(({ one, n }) => html`<tr key=${n} class=${one.chosen ? "is-chosen" : ""}>
      <td>${n + 1}${one.chosen && html`<br /><span class="tag">${t("why.chosen")}</span>`}</td>
      <td><b>${people(one.technicians.map((id) => names.technicians[id] || id))}</b></td>
      <td>${names.bays[one.bay] || one.bay}</td>
      <td>${when(one.start)}</td><td class="number"><b>${one.score}</b></td>
      <td><span class="why-parts">${one.parts.map((part) => html`<span key=${part.code}>${named(part)} <b>
        ${part.points > 0 ? "+" : ""}${part.points}</b></span>`)}</span>
        ${one.would_win && html`<p class="soft"><${Icon} name="circle-help" /> ${named(one.would_win)}</p>`}</td>
        </tr>`)}</tbody></table></div>
    ${rows.length < list.length && html`<button class="button" onClick=${() => setAll(true)}>
      ${t("why.all", { n: list.length })}</button>`}</section>`;
}

// Refused pairs by their rule: who may not at all, which bay may not at all, and the rest one by one.
function Refused({ list, names }) {
  const by = (pick) => Object.entries(Object.groupBy ? Object.groupBy(list, pick) : group(list, pick));
  const shared = (rows) => rows[0].rules.filter((rule) => rows.every((row) => row.rules.some((other) =>
    named(other) === named(rule))));
  const bays = new Set(list.map((one) => one.bay)).size, technicians = new Set(list.map((one) => one.technician)).size;
  const lines = [];
  const covered = new Set();
  for (const [id, rows] of by((one) => one.technician)) {
    const rules = rows.length >= bays ? shared(rows) : [];
    if (rules.length > 0) { lines.push([names.technicians[id] || id, rules]); rows.forEach((row) => covered.add(row)); }
  }
  for (const [id, rows] of by((one) => one.bay)) {
    const open = rows.filter((row) => !covered.has(row));
    const rules = open.length > 0 ? shared(open) : [];
    if (rules.length > 0 && (open.length > 1 || technicians === 1)) { lines.push([names.bays[id] || id, rules]);
      open.forEach((row) => covered.add(row)); }
  }
  for (const row of list.filter((one) => !covered.has(one))) lines.push([`${names.technicians[row.technician]
    || row.technician} · ${names.bays[row.bay] || row.bay}`, row.rules]);
  return html`<details><summary>${t("why.refused", { n: list.length })}</summary><ul class="refused">
    ${lines.map(([who, rules], n) => html`<li key=${n}><b>${who}</b> ${rules.map((rule) => named(rule)).join(" ")}
    </li>`)}</ul></details>`;
}

function group(list, pick) {
  const groups = {};
  for (const one of list) (groups[pick(one)] = groups[pick(one)] || []).push(one);
  return groups;
}

/** The cascade behind a car's ready time, from its last step back to what started it. */
export function Cascade({ found, names }) {
  const links = found.cascade || [];
  if (links.length === 0) return null;
  const tellable = links.filter((one, n) => one.why || n === 0 || n === links.length - 1);
  return html`<section class="stack"><h3>${t("why.cascade")}</h3>${names && (found.risks || []).length > 0
    && html`<p>${found.risks.map((one) => named(one)).join(" ")}</p>`}
    <ol class="cascade">${tellable.map((one, n) => html`<li key=${n} class=${one.why ? "is-cause" : ""}>
      <span class="when">${when(one.start)}</span>
      <div><p><b>${plate(one.plate)}</b> ${one.kind === "work" ? named(one) : tt("step", one.kind)}
        ${one.running ? ` · ${tt("bar", "running")}` : ""} <span class="soft">
        ${[names && names.bays[one.bay], names && people((one.technicians || []).map((id) => names.technicians[id]
        || id))].filter(Boolean).join(" · ")}</span></p>
        ${one.waited > 0 && html`<p class="soft">${t("why.waited", { time: inWords(one.waited * 60000) })}</p>`}
          ${one.why && html`<p>${named(one.why)}</p>`}</div></li>`)}</ol></section>`;
}
