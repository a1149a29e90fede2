// @ts-check
// The write-up: details of the car, the operations of the order, the promise and the signature.

import { html, useEffect, useState } from "../vendor/preact.js";
import { act, inShop, myself } from "./act.js";
import { api } from "../lib/api.js";
import { manHours, named, soon } from "../lib/cars.js";
import { ask } from "./form.js";
import { Icon } from "./icon.js";
import { PromiseBox } from "./quote.js";
import { toast } from "./toast.js";
import { hours, t, tt, when } from "../lib/words.js";
import { WorkList } from "./worklist.js";

const classes = ["maintenance", "general", "first_service", "collision", "warranty"];

/** The boxes of a car's master data, with what is known already. */
export function detailFields(car = {}, advisors = []) {
  return [
    { name: "plate", label: t("field.plate"), required: true, value: car.plate, placeholder: "粤A·12345" },
    { name: "customer", label: t("field.customer"), value: car.customer },
    { name: "phone", label: t("field.phone"), value: car.phone },
    { name: "model", label: t("field.model"), value: car.model },
    { name: "class", label: t("field.class"), type: "choices", required: true, value: car.class || "maintenance",
      options: classes.map((value) => ({ value, label: tt("class", value) })) },
    { name: "advisor", label: t("field.advisor"), type: "select", value: car.advisor && car.advisor.id,
      options: advisors.map((one) => ({ value: one.id, label: one.name })) },
    { name: "purpose", label: t("field.reported"), type: "textarea", value: car.purpose,
      placeholder: t("form.purpose_hint") },
    { name: "waiter", label: t("flag.waiter"), type: "tick", value: (car.flags || []).includes("waiter") },
  ];
}

// As many forms of plates as the server knows; any other is kept as it was typed, and its typist is told.
const knownPlate = /^[\u4e00-\u9fff][A-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳使领]$/;

/** Sends a form with a plate, and warns afterwards of one that looks mistyped. */
export const minded = (send) => async (values) => {
  const answer = await send(values);
  if (values.plate && !knownPlate.test(values.plate.toUpperCase().replace(/[·•・.\s-]/g,
    ""))) toast(t("form.plate_unusual", { plate: values.plate }), { kind: "plain" });
  return answer;
};

/**
 * A customer without an appointment is here. Answers the receipt with the new visit.
 * @param {import("../check/types/pages").Schemas["Named"][]} advisors
 */
export async function walkIn(advisors) {
  /** @type {any} */
  let receipt;
  await ask({ title: t("advisor.walk_in"), submit: t("button.arrive"), fields: detailFields({}, advisors),
    send: minded(async (values) => { receipt = await act("arrive", values, { quiet: true }); }) });
  return receipt;
}

/** 修改资料. What the page does not show (VIN, wishes, the other flags) is kept as it is. */
export async function changeDetails(car, advisors) {
  const full = await api(inShop(`/visits/${car.visit}`));
  const kept = Object.fromEntries(["order_no", "vin", "wishes", "special", "warranty", "opt_out",
    "no_wash"].filter((name) => full[name]).map((name) => [name, full[name]]));
  return ask({ title: t("advisor.details"), fields: detailFields(car, advisors),
    send: minded((values) => act("change_details", { visit: car.visit, ...kept, ...values }, { quiet: true })) });
}

/** 开始接待: the advisor of the car, or the one at this device. */
export async function startReception(car) {
  const me = car.advisor ? car.advisor.id : await myself();
  return act("start_reception", { visit: car.visit, advisor: me });
}

/** The order being written: lines, the catalogue beside them, the promise below. */
export function WriteUp({ car, onSigned }) {
  const lines = car.lines;
  const add = (line) => act("add_operation", { visit: car.visit, code: line.code }, { said: t("advisor.line_added",
    { name: named(line) }) });
  const remove = (line) => act("cancel_operation", { visit: car.visit, line: line.line },
    { undo: line.code ? ["add_operation", { visit: car.visit, code: line.code }] : undefined });
  const sold = lines.reduce((sum, line) => sum + line.standard_minutes, 0);
  return html`<div class="writeup">
    <section class="stack"><h3>${t("advisor.order_lines")}</h3>
      ${lines.length === 0 ? html`<p class="soft">${t("advisor.no_lines")}</p>`
        : html`<ul class="lines">${lines.map((line) => html`<li key=${line.line}>
        <span><b>${named(line)}</b><small>${tt("trade", line.trade)} · ${manHours(line.standard_minutes)}</small></span>
        <button class="button quiet icon-only" aria-label=${t("button.remove")} title=${t("button.remove")}
          onClick=${() => remove(line)}><${Icon} name="trash-2" /></button></li>`)}</ul>
        <p class="soft">${t("advisor.sold_hours", { n: hours(sold / 60) })}</p>`}
      <button class="button" onClick=${() => freeWork(car)}><${Icon} name="pencil" />${t("advisor.free_work")}</button>
      <${Sign} car=${car} sold=${sold} onSigned=${onSigned} />
    </section>
    <section><h3>${t("advisor.catalogue")}</h3><${WorkList} onAdd=${add} chosen=${lines.map((line) => line.code)} />
      </section></div>`;
}

const freeWork = (car) => ask({
  title: t("advisor.free_work"), submit: t("button.add"),
  fields: [
    { name: "name", label: t("field.operation"), required: true },
    { name: "trade", label: t("field.trade"), type: "choices", required: true, value: "mechanical",
      options: ["mechanical", "electrical", "body", "paint", "alignment", "tyre"].map((value) => ({ value,
      label: tt("trade", value) })) },
    { name: "hours", label: t("field.standard_hours"), type: "number", required: true, value: 0.5 },
  ],
  send: (values) => act("add_operation", { visit: car.visit, name: values.name, trade: values.trade,
    standard_minutes: Math.round(values.hours * 60), code: "" }, { quiet: true }),
});

// The promise is what the forecast keeps; should the server not answer, the first time in the box leaves room for
// the wait, inspection and wash besides the sold hours.
function Sign({ car, sold, onSigned }) {
  const [at, setAt] = useState("");
  const [wrong, setWrong] = useState("");
  useEffect(() => setWrong(""), [at, sold]);
  const sign = async () => {
    try {
      await act("sign_order", { visit: car.visit, promised_at: at, how: "signature" }, { quiet: true });
      if (onSigned) onSigned();
    } catch (error) { setWrong(error.message); }
  };
  const written = car.lines.length > 0;
  return html`<div class="sign card">
    <h3>${t("advisor.promise_and_signature")}</h3>
    ${written ? html`<${PromiseBox} inquiry=${{ visit: car.visit, operations: [] }}
      again=${`${car.lines.map((line) => line.line).join()} ${sold}`} value=${at} onChange=${setAt}
      start=${soon(Math.max(60, sold * 1.3 + 45))} />` : html`<p class="soft">${t("quote.no_lines")}</p>`}
    ${wrong && html`<p role="alert"><span class="chip is-late">${wrong}</span></p>`}
    <button class="button primary" disabled=${!written || !at} onClick=${sign}><${Icon} name="pencil" />
      ${at ? t("advisor.sign", { time: when(at) }) : t("advisor.sign_wait")}</button></div>`;
}
