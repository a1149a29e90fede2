// @ts-check
// Giving out one operation: the three best proposals with their reasons, or by hand with the rules checked.

import { act, inShop } from "../../parts/act.js";
import { api } from "../../lib/api.js";
import { manHours, named, people, sentences } from "../../lib/cars.js";
import { Sheet, dialog } from "../../parts/form.js";
import { html, useEffect, useState } from "../../vendor/preact.js";
import { Icon } from "../../parts/icon.js";
import { Choices, Flags, Plate } from "../../parts/status.js";
import { TimeBox } from "../../parts/timebox.js";
import { openWhy } from "../../parts/why.js";
import { fromBox, t, time, toBox, tt, when } from "../../lib/words.js";

// What speaks against a choice among its reasons.
const against = ["misses_promise", "makes_late", "delays"];

const quiet = { quiet: true };
const start = (at) => ({ start: at ? new Date(at).toISOString() : undefined });

/** @typedef {{bay?: string, technicians?: string[], at?: any, note?: string, before?: object}} Choice */

/**
 * Dispatches, with ten seconds to recall; what was given out before goes back to that.
 * @param {any} work @param {Choice} choice
 */
export function dispatchTo(work, { bay, technicians, at, note, before }) {
  /** @type {[string, object]} */
  const back = before ? ["dispatch", { visit: work.visit, line: work.line, ...before }] : ["recall",
    { visit: work.visit, line: work.line, reason: t("dispatch.undone_reason") }];
  return act("dispatch", { visit: work.visit, line: work.line, bay, technicians, ...start(at), note }, { ...quiet,
    undo: back, said: t("dispatch.done", { plate: work.plate, when: at ? time(at) : t("time.now") }) });
}

/**
 * Pins bay, people and start for the planner; without them the pin goes.
 * @param {any} work @param {Choice} [choice] @param {any} [before]
 */
export function pin(work, { bay, technicians, at, note } = {}, before) {
  const was = before ? { bay: before.bay && before.bay.id, technicians: (before.technicians || []).map((one) => one.id),
    start: before.start, note: before.note } : {};
  const free = !bay && !(technicians || []).length && !at;
  return act("set_pin", { visit: work.visit, line: work.line, bay, technicians, ...start(at), note },
    { ...quiet, undo: ["set_pin", { visit: work.visit, line: work.line, ...was }], said: t(free ? "dispatch.unpinned"
      : "dispatch.pinned", { plate: work.plate }) });
}

/** Asks about a choice: {violations, cost}; [] when it is sound, no cost when it is as good as the best.
 * @param {any} work @param {Choice} choice */
export async function check(work, { bay, technicians, at }) {
  const answer = await api(inShop("/check"), { visit: work.visit, line: work.line, bay, technicians,
    ...start(at) }, quiet);
  return { violations: answer.violations || [], cost: answer.cost };
}

/** Whether a choice costs so much that it is shown before it is made: minutes of the score, or chance of lateness. */
export const dear = (cost) => Boolean(cost) && (cost.points >= 15 || cost.late - cost.late_best >= 10);

/** Opens the sheet for a waiting operation; chosen may hold {bay, technicians, at} of a drop. */
export const openAssign = (work, lanes, chosen) => dialog(({ close }) => html`<${AssignSheet} work=${work}
  lanes=${lanes} chosen=${chosen} close=${close} />`);

function AssignSheet({ work, lanes, chosen, close }) {
  const [found, setFound] = useState(null);
  const [byHand, setByHand] = useState(Boolean(chosen));
  useEffect(() => {
    api(inShop("/suggestions", { visit: work.visit, line: work.line }), undefined, quiet).then(setFound,
      (error) => setFound({ candidates: [], refused: [], wrong: error.message }));
  }, []);
  const take = async (one) => { await dispatchTo(work, { bay: one.bay, technicians: one.technicians, at: one.start,
    before: work.before }); close(true); };
  const hold = async (one) => { await pin(work, { bay: one.bay, technicians: one.technicians, at: one.start },
    work.pin); close(true); };
  return html`<${Sheet} wide title=${html`<${Plate} of=${work.plate} />`} close=${close}>
    <div class="car-head"><p><b>${named(work)}</b></p><p class="soft row wrap">${facts(work)}
      <${Flags} of=${work.flags} /><button class="button quiet" id="why" onClick=${() => openWhy(work, lanes.names)}>
      <${Icon} name="circle-help" />${t("why.open")}</button></p>
      ${work.purpose && html`<p class="soft">${t("advisor.reported_words", { words: work.purpose })}</p>`}</div>
    ${!byHand && html`<section class="stack"><h3>${t("dispatch.suggestions")}</h3>
      ${found === null ? html`<p class="soft">${t("list.loading")}</p>` : found.candidates.length === 0
        ? html`<p class="soft">${found.wrong || sentences(found.reasons) || t("dispatch.no_suggestion")}</p>`
        : html`<div class="suggestions">${found.candidates.slice(0, 3).map((one, n) => html`
        <article class="card ${n === 0 ? "is-best" : ""}" key=${n}>
          <h3>${people(one.technicians.map((id) => lanes.names.technicians[id] || id))} · ${lanes.names.bays[one.bay]
          || one.bay}</h3>
          <p class="when">${when(one.start)} – ${when(one.finish)}</p><ul class="reasons">
            ${(one.reasons || []).map((reason, k) => html`<li key=${k}><${Icon} name=${against.includes(reason.code)
            ? "triangle-alert" : "check"} />${named(reason)}</li>`)}
            ${(one.effects || []).filter((effect) => effect.makes_late).map((effect) => html`<li class="harm"
              key=${effect.visit}><${Icon} name="triangle-alert" />${t("dispatch.makes_late",
              { plate: lanes.plates[effect.visit] || effect.visit })}</li>`)}</ul>
          <div class="row"><button class="button ${n === 0 ? "primary" : ""}" onClick=${() => take(one)}>
            ${t("button.dispatch")}</button><button class="button" onClick=${() => hold(one)}><${Icon} name="pin" />
            ${t("button.pin")}</button></div></article>`)}</div>`}
      ${found && (found.refused || []).length > 0
        && html`<details><summary>${t("dispatch.refused", { n: found.refused.length })}</summary><ul class="refused">
        ${found.refused.map((one, n) => html`<li key=${n}>
        <b>${[one.technician && (lanes.names.technicians[one.technician] || one.technician),
          one.bay && (lanes.names.bays[one.bay] || one.bay)].filter(Boolean).join(" · ")}</b> ${named(one)}</li>`)}</ul>
          </details>`}</section>`}
    ${byHand ? html`<${ByHand} work=${work} lanes=${lanes} chosen=${chosen} close=${close} />`
      : html`<button class="button" id="by-hand" onClick=${() => setByHand(true)}><${Icon} name="move" />
      ${t("dispatch.by_hand")}</button>`}
    ${work.pin && html`<p class="row wrap pinned"><${Icon} name="pin" />${t("dispatch.pinned_by", { who: work.pin.by,
      what: pinWords(work.pin) })}<button class="button" onClick=${async () => { await pin(work, {}, work.pin);
      close(true); }}><${Icon} name="pin-off" />${t("button.unpin")}</button></p>`}<//>`;
}

/** What was pinned, in words. */
export const pinWords = (one) => [one.bay && one.bay.name, people(one.technicians),
  one.start && when(one.start)].filter(Boolean).join(" · ");

const facts = (work) => [tt("trade", work.trade), work.bay_type && tt("bay_type", work.bay_type),
  manHours(work.standard_minutes), work.crew > 1 && t("dispatch.crew", { n: work.crew }), work.min_grade
  && t("dispatch.grade", { grade: tt("grade", work.min_grade) }), work.promised_at
  && `${t("field.promised_at")} ${when(work.promised_at)}`].filter(Boolean).join(" · ");

const Broken = ({ list }) => html`<ul class="broken" role="alert">
  ${list.map((one, n) => html`<li key=${n}><${Icon} name="octagon-alert" />${named(one)}</li>`)}</ul>`;

// By hand: bay, people and time; the rules answer while one chooses, and a note passes what may be passed.
function ByHand({ work, lanes, chosen, close }) {
  const from = chosen || { bay: work.proposal && work.proposal.bay && work.proposal.bay.id, technicians: work.proposal
    ? (work.proposal.technicians || []).map((one) => one.id) : [], at: work.proposal && work.proposal.start };
  const [bay, setBay] = useState(from.bay || "");
  const [technicians, setTechnicians] = useState(from.technicians || []);
  const [at, setAt] = useState(from.at ? toBox(from.at) : "");
  const [note, setNote] = useState("");
  const [broken, setBroken] = useState([]);
  const [cost, setCost] = useState(null);
  const [wrong, setWrong] = useState("");
  const complete = bay && technicians.length > 0;
  useEffect(() => {
    setWrong("");
    if (!complete) { setBroken([]); setCost(null); return undefined; }
    let current = true;
    check(work, { bay, technicians, at: fromBox(at) }).then((found) => { if (current) { setBroken(found.violations);
      setCost(found.cost); } }, (error) => { if (current) setWrong(error.message); });
    return () => { current = false; };
  }, [bay, technicians.join(), at]);
  const toggle = (id) => setTechnicians((old) => (old.includes(id) ? old.filter((one) => one !== id)
    : [...old, id].slice(-3)));
  const firm = broken.filter((one) => !one.overridable);
  const ready = complete && firm.length === 0 && (broken.length === 0 || note.trim());
  const send = (give) => async () => {
    try { await give(); close(true); } catch (error) { setBroken(error.violations || []);
      setWrong((error.violations || []).length > 0 ? "" : error.message); }
  };
  const suits = (lane) => (lane.trades || []).includes(work.trade);
  const fits = (lane) => !work.bay_type || (lane.types || []).includes(work.bay_type);
  const order = (list, good) => [...list.filter(good), ...list.filter((one) => !good(one))];
  return html`<section class="stack by-hand"><h3>${t("dispatch.by_hand")}</h3>
    <div class="field"><span>${t("field.bay")}</span><${Choices} value=${bay} onChange=${setBay}
      options=${order(lanes.bays, fits).map((lane) => ({ value: lane.id,
      label: `${lane.name}${fits(lane) ? "" : " ✕"}` }))} /></div>
    <div class="field"><span>${t("field.technicians")}</span><div class="choices" role="group">
      ${order(lanes.technicians, suits).map((lane) => html`<button type="button" class="button" key=${lane.id}
      aria-pressed=${String(technicians.includes(lane.id))} onClick=${() => toggle(lane.id)}>${lane.name}
      <small class="faint">${tt("presence", lane.state)}${suits(lane) ? "" : " ✕"}</small></button>`)}</div></div>
    <div class="field"><span>${t("field.start")}</span><${TimeBox} name="start" value=${at} onChange=${setAt} /></div>
    ${broken.length > 0 && html`<${Broken} list=${broken} />`}
    ${cost && html`<p class="cost" role="status"><${Icon} name="gauge" />${named(cost.why)}</p>`}
    ${broken.length > 0 && firm.length === 0 && html`<label class="field"><span>${t("dispatch.override")}</span>
      <input class="input" name="note" value=${note} onInput=${(event) => setNote(event.target.value)} /></label>`}
    ${wrong && html`<p role="alert"><span class="chip is-late">${wrong}</span></p>`}
    <div class="row"><button class="button primary" disabled=${!ready} onClick=${send(() => dispatchTo(work,
      { bay, technicians, at: fromBox(at), note: note.trim(), before: work.before }))}>
      ${broken.length > 0 ? t("dispatch.anyway") : t("button.dispatch")}</button>
      <button class="button" disabled=${!bay && technicians.length === 0} onClick=${send(() => pin(work,
        { bay, technicians, at: fromBox(at), note: note.trim() }, work.pin))}><${Icon} name="pin" />${t("button.pin")}
        </button></div></section>`;
}
