// @ts-check
// Inspection and wash: the cars between the last wrench and the hand-over, a column for each step.

import { mount, html, Empty, Flags, Head, Icon, Plate, act, address, duration, myself, now, t, time, tt, useLive,
  when } from "../../parts/app.js";
import { CarHealth, healthOf, named, ordered, people } from "../../lib/cars.js";
import { ask } from "../../parts/form.js";
import { withReason } from "../../parts/promise.js";

/** @typedef {import("../../check/types/pages").Schemas["InspectionCar"]} InspectionCar */

/** @type {[string, (car: InspectionCar) => boolean][]} */
const columns = [
  ["sign", (car) => car.unsigned], ["inspect", (car) => car.stage === "wait_inspection"], ["rework",
    (car) => car.stage === "rework"],
  ["wash", (car) => car.stage === "wait_wash"], ["washing", (car) => car.stage === "washing"],
];

function Inspection() {
  const { state, changed, ready } = useLive("inspection");
  const cars = ordered(state, "cars");
  return html`<${Head} title=${t("nav.inspection")} about=${ready && t("visit.count", { n: cars.length })} />
    ${!ready ? html`<p class="soft">${t("list.loading")}</p>` : cars.length === 0
      ? html`<${Empty} icon="clipboard-check" text=${t("inspection.none")} />`
      : html`<div class="columns">${columns.map(([name, has]) => {
    const list = cars.filter(has);
    return html`<section class="column" key=${name} data-column=${name}><h2>${t(`inspection.${name}`)} <span
      class="tag">${list.length}</span></h2>
      ${list.map((car) => html`<${Car} key=${car.visit} car=${car} state=${state}
        fresh=${changed.includes(`cars/${car.visit}`)} />`)}</section>`;
  })}</div>`}`;
}

function Car({ car, state, fresh }) {
  const lines = car.lines.filter((line) => line.trade !== "wash");
  return html`<article class="card edge is-${healthOf(car.health)} ${fresh ? "changed" : ""}" data-car=${car.visit}>
    <header class="row wrap"><${Plate} of=${car.plate} /><span class="push soft">
      ${car.promised_at ? when(car.promised_at) : ""}</span></header>
    <div class="row wrap"><${CarHealth} car=${car} /><${Flags} of=${car.flags} /></div>
    <ul class="done-lines">
      ${lines.map((line) => html`<li key=${line.line}><${Icon} name=${line.state === "done" ? "check"
      : "circle-dashed"} />${named(line)}</li>`)}</ul>
    <p class="soft">${[tt("class", car.class), people(car.workers), t("advisor.waiting",
      { time: duration(now.value - Date.parse(car.since)) })].filter(Boolean).join(" · ")}</p>
    ${(car.faults || []).length > 0
      && html`<ul class="faults">${car.faults.map((one, n) => html`<li key=${n}><${Icon} name="rotate-ccw" />
      ${tt("level", one.level)} ${one.item}${one.cause ? ` · ${one.cause}` : ""}</li>`)}</ul>`}
    <div class="row wrap"><${Buttons} car=${car} state=${state} /></div></article>`;
}

function Buttons({ car, state }) {
  const button = (word, icon, press, kind = "") => html`<button class="button ${kind}" onClick=${press}>
    <${Icon} name=${icon} />${word}</button>`;
  const fail = button(t("button.fail"), "rotate-ccw", () => failed(car), "danger");
  if (car.unsigned) return button(t("tech.sign_self_check"), "clipboard-check", () => act("sign_self_check",
    { visit: car.visit }), "primary");
  switch (car.stage) {
    case "wait_inspection": return [button(`${tt("level", car.level)} ${t("button.pass")}`, "check", () => passed(car),
      "primary"), fail];
    case "rework": return car.held ? [button(t("inspection.release"), "wrench", () => act("release_rework",
      { visit: car.visit }), "primary"), html`<a class="button" href=${address("/dispatch")}>${t("nav.dispatch")}</a>`]
      : html`<a class="button" href=${address("/dispatch")}>${t("nav.dispatch")}</a>`;
    case "wait_wash": return [button(t("inspection.start_wash"), "droplets", () => wash(car, state.wash_bays || []),
      "primary"), button(t("inspection.skip_wash"), "ban", () => withReason(t("inspection.skip_wash"), "skip_wash",
      { visit: car.visit })), fail];
    default: return [button(t("inspection.finish_wash"), "check", () => act("finish_wash", { visit: car.visit }),
      "primary"), car.washing_at && html`<span class="soft">${t("inspection.washing_since",
      { time: time(car.washing_at) })}</span>`];
  }
}

// The person at the device is the inspector when the shop knows the name: the rule that nobody inspects their own
// work needs to know who it is.
const passed = async (car) => act("inspect", { visit: car.visit, level: car.level, inspector: await myself(),
  passed: true });

const failed = (car) => ask({
  title: t("inspection.fail_title"), submit: t("button.fail"), danger: true,
  fields: [
    { name: "item", label: t("inspection.item"), required: true, placeholder: t("inspection.item_hint") },
    { name: "cause", label: t("field.cause"), required: true, placeholder: t("inspection.cause_hint") },
    { name: "line", label: t("field.operation"), type: "select",
      options: car.lines.filter((line) => line.state === "done").map((line) => ({ value: line.line,
      label: named(line) })) },
    { name: "minutes", label: t("inspection.minutes"), type: "number", value: 20 },
  ],
  send: async (values) => act("inspect", { visit: car.visit, inspector: await myself(), passed: false, ...values,
    line: values.line ? Number(values.line) : undefined }, { quiet: true, said: t("inspection.failed") }),
});

// One wash bay needs no question.
function wash(car, bays) {
  if (bays.length < 2) return act("start_wash", { visit: car.visit, bay: bays.length ? bays[0].id : undefined });
  return ask({ title: t("inspection.start_wash"), submit: t("inspection.start_wash"),
    fields: [{ name: "bay", label: t("field.bay"), type: "choices", value: bays[0].id,
    options: bays.map((one) => ({ value: one.id, label: one.name })) }], send: (values) => act("start_wash",
    { visit: car.visit, ...values }, { quiet: true }) });
}

mount(Inspection, { page: "inspection" });
