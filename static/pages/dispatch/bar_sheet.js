// @ts-check
// One bar of the axis, opened: what it is, and what a dispatcher can do with it.

import { act } from "../../parts/act.js";
import { openAssign, pin } from "./assign.js";
import { healthOf, named, people } from "../../lib/cars.js";
import { Sheet, dialog } from "../../parts/form.js";
import { html } from "../../vendor/preact.js";
import { Icon } from "../../parts/icon.js";
import { Health, Plate } from "../../parts/status.js";
import { withReason } from "../../parts/promise.js";
import { askStop } from "../../parts/stop.js";
import { openWhy } from "../../parts/why.js";
import { t, tt, when } from "../../lib/words.js";

/** A planned bar of a waiting line opens the sheet of that line; any other shows what it is. */
export function openBar(bar, view) {
  const waiting = view.waiting.find((one) => one.visit === bar.visit && one.line === bar.line);
  if (bar.state === "planned" && bar.kind === "work" && waiting) return openAssign(waiting, view);
  return dialog(({ close }) => html`<${BarSheet} bar=${bar} view=${view} close=${close} />`);
}

function BarSheet({ bar, view, close }) {
  const crew = (bar.technicians || []).map((id) => view.names.technicians[id] || id);
  const fact = (word, value) => value && html`<div><small>${word}</small><b>${value}</b></div>`;
  const done = (send) => async () => { await send(); close(true); };
  return html`<${Sheet} title=${html`<${Plate} of=${bar.plate} />`} close=${close}>
    <p class="row wrap"><b>${bar.kind === "work" ? named(bar) : tt("step", bar.kind)}</b><span class="tag">
      ${tt("bar", bar.state)}</span><${Health} of=${healthOf(bar.health)} /></p>
    <div class="figures">${fact(t("field.bay"), view.names.bays[bar.bay])}${fact(t("field.technicians"), people(crew))}
      ${fact(t("field.start"), when(bar.start))}
      ${fact(t("field.finish"), bar.finish && when(bar.finish))}${fact(t("field.promised_at"), bar.promised_at
        && when(bar.promised_at))}</div>
    ${bar.stop && html`<p>${t("advisor.stopped_for", { reason: tt("stop", bar.stop.reason),
      owner: tt("role", bar.stop.owner) })} ${bar.stop.note || ""}</p>`}
    <div class="row wrap">${bar.kind === "work" && bar.state !== "actual" && html`<button class="button" id="why"
      onClick=${() => openWhy(bar, view.names)}><${Icon} name="circle-help" />${t("why.open")}</button>`}
      ${bar.state === "dispatched" && html`
        <button class="button primary" onClick=${done(() => again(bar, view))}><${Icon} name="user-check" />
          ${t("dispatch.again")}</button>
        <button class="button" onClick=${done(() => recall(bar))}><${Icon} name="undo-2" />
          ${t("button.recall")}</button>
        ${bar.pinned ? html`<button class="button" onClick=${done(() => pin(bar, {}, bar.pin))}>
          <${Icon} name="pin-off" />${t("button.unpin")}</button>`
          : html`<button class="button" onClick=${done(() => pin(bar, { bay: bar.bay, technicians: bar.technicians,
          at: bar.start }))}><${Icon} name="pin" />${t("button.pin")}</button>`}`}
      ${(bar.state === "running" || bar.state === "dispatched") && bar.kind === "work"
        && html`<button class="button" onClick=${done(() => askStop(bar))}><${Icon} name="circle-pause" />
        ${t("button.stop")}</button>`}
      ${bar.help && html`<button class="button" onClick=${done(() => act("set_help", { visit: bar.visit, line: bar.line,
        on: false }))}><${Icon} name="hand-helping" />${t("need.help_over")}</button>`}
      ${bar.state === "blocked" && html`<button class="button" onClick=${done(() => act("end_stop", { visit: bar.visit,
        line: bar.stop && bar.stop.line }))}><${Icon} name="circle-play" />${t("dispatch.end_stop")}</button>
        <button class="button" onClick=${done(() => act("move_car", { visit: bar.visit },
          { undo: ["move_car", { visit: bar.visit, bay: bar.bay }] }))}><${Icon} name="move" />
          ${t("button.move_out")}</button>
        <button class="button danger" onClick=${done(() => withReason(t("advisor.cancel_order"), "cancel",
          { visit: bar.visit }))}><${Icon} name="ban" />${t("advisor.cancel_order")}</button>`}</div><//>`;
}

// Taking a dispatched line back has its own way back: the same order again.
const recall = (bar) => act("recall", { visit: bar.visit, line: bar.line, reason: t("dispatch.recalled_reason") },
  { undo: ["dispatch", { visit: bar.visit, line: bar.line, bay: bar.bay, technicians: bar.technicians,
  start: bar.start }] });

const again = (bar, view) => openAssign({ ...bar, crew: Math.max(1, (bar.technicians || []).length),
  standard_minutes: bar.minutes, key: bar.id, before: { bay: bar.bay, technicians: bar.technicians,
  start: bar.start } }, view, { bay: bar.bay, technicians: bar.technicians, at: bar.start });
