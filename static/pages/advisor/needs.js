// @ts-check
// 现在需要您: what on an advisor's cars cannot wait, a card each with the buttons that settle it.

import { act } from "../../parts/act.js";
import { named, people, sentences, stretch } from "../../lib/cars.js";
import { html } from "../../vendor/preact.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/status.js";
import { startReception } from "../../parts/order.js";
import { approve, decline, rePromise, sendQuote, tell } from "../../parts/promise.js";
import { inWords, now, percent, sayAll, t, time as clockTime, when } from "../../lib/words.js";

const edges = { promise: "risk", help: "late", warning: "risk", late: "late", approval: "stopped", pickup: "ready",
  reception: "unknown" };

export function Needs({ list, cars, open }) {
  const seen = list.map((need) => ({ need, car: cars[`cars/${need.visit}`] })).filter(({ car }) => car);
  if (!seen.length) return null;
  return html`<section class="needs no-print" aria-label=${t("advisor.needs_you")}>
    <h2>${t("advisor.needs_you")} <span class="count">${seen.length}</span></h2>
    <div class="need">
      ${seen.map(({ need, car }) => html`<article class="card edge is-${need.kind === "promise" && car.alarm.overdue
      ? "late" : edges[need.kind]}" key=${need.key}>
      <h3><button class="plain" onClick=${() => open(car.visit)}><${Plate} of=${car.plate} /></button> <span>
        ${car.customer}</span></h3>
      <p>${words(need, car)}</p><div class="row wrap">${buttons(need, car, open)}</div></article>`)}</div></section>`;
}

function words(need, car) {
  const time = inWords(now.value - Date.parse(need.since)),
    bay = (key) => (car.bay ? t(key, { bay: car.bay.name }) : "");
  switch (need.kind) {
    case "promise": return [t(car.alarm.urgent ? "need.promise_urgent" : "need.promise",
      { promise: when(car.promised_at), p: percent(car.late), eta: stretch(car.eta_from, car.eta_to) }),
      sentences(car.reasons) || sayAll(car.alarm.why || []),
      t(car.alarm.overdue ? "need.promise_overdue" : "need.promise_since", { at: clockTime(need.since),
        time })].join(" ");
    case "help": return t("need.help", { who: people(car.workers) || t("field.technician"), time }) + bay("need.where");
    case "warning": return t("need.warning", { who: need.by, n: need.minutes }) + (need.what ? ` ${need.what}` : "");
    case "approval": return t("need.approval", { what: need.what, time }) + bay("need.holds");
    case "late": return t("need.late", { eta: stretch(car.eta_from, car.eta_to), promise: when(car.promised_at) });
    case "pickup": return t("need.pickup", { time });
    default: return t("need.reception", { time });
  }
}

function buttons(need, car, open) {
  const call = car.phone && html`<a class="button" href="tel:${car.phone}"><${Icon} name="phone" />
    ${t("button.call")}</a>`;
  const look = html`<button class="button quiet" onClick=${() => open(car.visit)}>${t("button.open")}</button>`;
  const strong = (word, press) => html`<button class="button primary" onClick=${press}>${word}</button>`;
  const plain = (word, press) => html`<button class="button" onClick=${press}>${word}</button>`;
  const one = (car.additional || []).find((other) => other.id === need.id);
  switch (need.kind) {
    case "help": return [strong(t("need.help_over"), () => act("set_help", { visit: car.visit, line: need.line,
      on: false }, { undo: ["set_help", { visit: car.visit, line: need.line, on: true }] })), look];
    case "promise": return [strong(t("need.seen"), () => act("acknowledge_warning", { visit: car.visit })),
      plain(t("button.repromise"), () => rePromise(car)), plain(t("button.told"), () => tell(car)), call];
    case "warning": return [strong(t("need.seen"), () => act("see_warning", { visit: car.visit, line: need.line })),
      plain(t("button.repromise"), () => rePromise(car)), call];
    case "approval": return one ? [strong(t("button.approve"), () => approve(car, one)), plain(t("need.send_again"),
      () => sendQuote(car, one)), plain(t("button.decline"), () => decline(car, one)), call] : [look];
    case "late": return [strong(t("need.tell_and_repromise"), () => rePromise(car)), plain(t("button.told"),
      () => tell(car)), call];
    case "pickup": return [strong(t("advisor.call_pickup"), () => tell(car)), call, look];
    default: return [strong(t("advisor.start_reception"), async () => { await startReception(car); open(car.visit); })];
  }
}
