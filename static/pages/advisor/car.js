// @ts-check
// One car, opened: everything an advisor may do with it, by its stage. The sheet stays live.

import { CarHealth, manHours, named, people, stretch } from "../../lib/cars.js";
import { Sheet, dialog } from "../../parts/form.js";
import { html, signal, useEffect, useState } from "../../vendor/preact.js";
import { Icon } from "../../parts/icon.js";
import { changeDetails, startReception, WriteUp } from "../../parts/order.js";
import { Empty, Flags, Plate, Stage } from "../../parts/status.js";
import { addNote, approve, decline, deliver, findAdditional, fullVisit, quote, rePromise, sendQuote, settle, tell,
  withReason } from "../../parts/promise.js";
import { Cascade, explain } from "../../parts/why.js";
import { percent, say, t, time, tt, when } from "../../lib/words.js";

/** The page's live view; the sheet follows it. */
export const view = signal({ state: {}, ready: false });

/** Opens a car of the view. */
export const openCar = (id) => dialog(({ close }) => html`<${CarSheet} id=${id} close=${close} />`);

function CarSheet({ id, close }) {
  const { state, ready } = view.value;
  const advisors = state.advisors || [];
  const [last, setLast] = useState(null);
  const live = state[`cars/${id}`];
  useEffect(() => { if (live) setLast(live); }, [live]);
  const car = live || last;
  if (!car) return html`<${Sheet} title=${t("field.visit")} close=${close}><${Empty} text=${ready ? t("advisor.gone")
    : t("list.loading")} /><//>`;
  const title = html`<${Plate} of=${car.plate} />`;
  if (!live && ready) return html`<${Sheet} title=${title} close=${close} foot=${html`<button class="button primary"
    onClick=${() => close()}>${t("button.close")}</button>`}><${Empty} icon="check-check"
    text=${t("advisor.left_list")} /><//>`;
  return html`<${Sheet} wide title=${title} close=${close}>
    <div class="car-head"><div class="row wrap"><${Stage} of=${car.stage} /><${CarHealth} car=${car} />
      <${Flags} of=${car.flags} /></div>
      <p class="soft">${[car.customer, car.model, car.order_no, car.code && t("advisor.pickup_code",
        { code: car.code }), car.advisor && car.advisor.name].filter(Boolean).join(" · ")}
        ${car.phone && html` · <a href="tel:${car.phone}">${car.phone}</a>`}</p>
      ${car.purpose && html`<p>${t("advisor.reported_words", { words: car.purpose })}</p>`}</div>
    <div class="row wrap actions"><${Actions} car=${car} advisors=${advisors} /></div>
    ${car.stage === "reception" ? html`<${WriteUp} car=${car} />` : car.stage !== "arrived" && html`
      <${Figures} car=${car} /><${Risk} car=${car} /><${Lines} car=${car} /><${Additional} car=${car} />
        <${History} id=${id} car=${car} />`}<//>`;
}

// Why the car is not well: what it waits for, back to what started it.
function Risk({ car }) {
  const [found, setFound] = useState(null);
  const unwell = ["at_risk", "late", "stopped"].includes(car.health) && waitsForWork.includes(car.stage);
  useEffect(() => { if (unwell) explain(car.visit).then(setFound, () => setFound(null)); }, [car.visit, car.health,
    car.stage]);
  return unwell && found && html`<${Cascade} found=${found} />`;
}

const waitsForWork = ["wait_dispatch", "dispatched", "in_repair", "stopped", "wait_inspection", "rework", "wait_wash"];

function Actions({ car, advisors }) {
  const button = (word, icon, press, strong) => html`<button class="button ${strong ? "primary" : ""}" onClick=${press}>
    <${Icon} name=${icon} />${word}</button>`;
  const told = button(t("button.told"), "message-square", () => tell(car));
  const leave = () => withReason(t("advisor.leave"), "leave_unrepaired", { visit: car.visit });
  switch (car.stage) {
    case "arrived": return [button(t("advisor.start_reception"), "clipboard-list", () => startReception(car), true),
      button(t("advisor.details"), "pencil", () => changeDetails(car, advisors)), button(t("advisor.leave"),
      "door-open", leave)];
    case "reception": return [button(t("advisor.details"), "pencil", () => changeDetails(car, advisors)),
      button(t("advisor.leave"), "door-open", leave)];
    case "ready": return [car.notified_at ? told : button(t("advisor.call_pickup"), "phone", () => tell(car), true),
      button(t("button.settle"), "badge-check", () => settle(car, doneList(car)), Boolean(car.notified_at)),
      button(t("button.additional"), "plus", () => findAdditional(car))];
    case "settled": return [button(t("button.deliver"), "log-in", () => deliver(car), true), told];
    default: return [told, waitsForWork.includes(car.stage) && button(t("button.repromise"), "calendar-clock",
      () => rePromise(car)), waitsForWork.includes(car.stage) && button(t("button.additional"), "plus",
      () => findAdditional(car)),
      button(t("advisor.note"), "pencil", () => addNote(car)), ["wait_dispatch", "stopped"].includes(car.stage)
        && button(t("advisor.cancel_order"), "ban", () => withReason(t("advisor.cancel_order"), "cancel",
        { visit: car.visit }))];
  }
}

const doneList = (car) => car.lines.filter((line) => line.state === "done").map((line) => html`<li key=${line.line}>
  ${named(line)}</li>`);

function Figures({ car }) {
  const figure = (word, value, more) => html`<div><small>${word}</small><b>${value}</b>${more}</div>`;
  return html`<div class="figures">
    ${figure(t("field.promised_at"), when(car.promised_at), car.first_promise && car.first_promise !== car.promised_at
      && html`<small><s>${when(car.first_promise)}</s></small>`)}
    ${car.ready_at ? figure(t("advisor.ready_since"), time(car.ready_at)) : figure(t("field.eta"), stretch(car.eta_from,
      car.eta_to))}
    ${!car.ready_at && figure(t("field.late_probability"), percent(car.late))}
    ${figure(t("field.last_told"), car.told ? when(car.told.at) : "–",
      car.told && html`<small>${tt("how", car.told.how)} · ${car.told.by}</small>`)}
  </div>${(car.reasons || []).length > 0 && html`<ul class="reasons">
    ${car.reasons.map((reason, n) => html`<li key=${n}><${Icon} name="info" />${say(reason)}</li>`)}</ul>`}
  ${car.stop && html`<p class="row wrap"><${Icon} name="circle-pause" class="soft" />${t("advisor.stopped_for",
    { reason: tt("stop", car.stop.reason), owner: tt("role", car.stop.owner) })} ${car.stop.note || ""}</p>`}`;
}

function Lines({ car }) {
  return html`<section><h3>${t("field.operations")}</h3><ul class="lines">
    ${car.lines.map((line) => html`<li key=${line.line}>
    <span><b>${named(line)}</b><small>${tt("trade", line.trade)} · ${manHours(line.standard_minutes)}
      ${line.parts !== "there" ? ` · ${t(`parts_state.${line.parts}`)}${line.parts_at ? ` ${when(line.parts_at)}` : ""}`
      : ""}${line.additional ? ` · ${t("button.additional")}` : ""}</small></span>
    <span class="tag">${tt("operation", line.state)}</span></li>`)}</ul>${(car.workers || []).length > 0
      && html`<p class="soft">${[car.bay && car.bay.name, people(car.workers)].filter(Boolean).join(" · ")}</p>`}
      </section>`;
}

function Additional({ car }) {
  const list = car.additional || [];
  if (!list.length) return null;
  const open = (one) => ["found", "quoted", "sent"].includes(one.state);
  return html`<section><h3>${t("button.additional")}</h3><ul class="lines">${list.map((one) => html`<li key=${one.id}>
    <span><b>${one.what}</b><small>${tt("additional", one.state)} ${when(one.since)}
      ${one.amount ? ` · ${t("advisor.yuan", { n: (one.amount / 100).toFixed(2) })}` : ""}</small></span>
    ${open(one) && html`<span class="row wrap">
      ${one.state !== "sent" && html`<button class="button" onClick=${() => quote(car, one)}>${t("advisor.quote")}
        </button>`}
      <button class="button" onClick=${() => sendQuote(car, one)}>${one.state === "sent" ? t("need.send_again")
        : t("advisor.send_quote")}</button>
      <button class="button primary" onClick=${() => approve(car, one)}>${t("button.approve")}</button>
      <button class="button" onClick=${() => decline(car, one)}>${t("button.decline")}</button></span>`}</li>`)}</ul>
        </section>`;
}

// The ledger of promises, talks and notes, newest first, as the visit has it.
function History({ id, car }) {
  const [full, setFull] = useState(null);
  useEffect(() => { fullVisit(id).then(setFull, () => setFull({})); }, [id, car]);
  if (!full) return null;
  const entries = [
    ...(full.promises || []).map((one) => ({ at: one.made_at, by: one.made_by, icon: "calendar-clock",
      text: `${tt("promise", one.cause)} ${when(one.at)}${one.confirmed ? ""
      : ` (${t("advisor.unconfirmed")})`} ${one.note || ""}` })),
    ...(full.contacts || []).map((one) => ({ at: one.at, by: one.by, icon: "phone",
      text: `${t("button.told")} ${tt("how", one.how)} ${one.note || ""}` })),
    ...(full.notes || []).map((one) => ({ at: one.at, by: one.by, icon: "message-square", text: one.text })),
    ...(full.inspections || []).map((one) => ({ at: one.at, by: one.by, icon: "clipboard-check",
      text: `${tt("level", one.level)} ${t(one.sampled ? "inspection.sampled" : one.passed ? "button.pass"
      : "button.fail")} ${[one.item, one.cause].filter(Boolean).join(" · ")}` })),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (!entries.length) return null;
  return html`<details class="history"><summary>${t("advisor.history", { n: entries.length })}</summary>
    <ul>${entries.map((one, n) => html`<li key=${n}><${Icon} name=${one.icon} class="soft" /><span>${one.text}</span>
    <small class="faint">${when(one.at)} · ${one.by}</small></li>`)}</ul></details>`;
}
