// @ts-check
// The advisor's page: what needs them now on top, their cars by risk below. A press on a car opens it (car.js).

import {
  mount, html, Head, Empty, Flags, Icon, Plate, Stage, actor, address, ago, badges, dateWeek, duration, inWords, now,
    percent, shop, shopName, time, tt, t, useEffect, useLive, useState, when,
} from "../../parts/app.js";
import { CarHealth, answers, healthOf, joined, named, ordered, people, sentences, stretch } from "../../lib/cars.js";
import { openCar, view } from "./car.js";
import { Needs } from "./needs.js";
import { startReception, walkIn } from "../../parts/order.js";
import { followUp } from "../../parts/promise.js";

const KEPT = "bayline.advisor";
const asked = new URLSearchParams(location.search);

function Advisor() {
  const [who, setWho] = useState(asked.get("advisor") || localStorage.getItem(KEPT) || "all");
  const [typed, setTyped] = useState("");
  const [tab, setTab] = useState("cars");
  const { state, changed, ready } = useLive("advisor", who === "all" ? {} : { advisor: who });
  const advisors = state.advisors || [];
  const counts = /** @type {typeof state.counts} */ (state.counts || {});
  const cars = ordered(state, "cars"), needs = ordered(state, "needs"), calls = ordered(state, "follow_ups");
  useEffect(() => { view.value = { state, ready }; }, [state, ready]);
  useEffect(() => { badges.value = { advisor: needs.length }; }, [needs.length]);

  const choose = (id) => {
    setWho(id);
    localStorage.setItem(KEPT, id);
    const url = new URL(location.href);
    url.searchParams.set("advisor", id);
    history.replaceState(null, "", url);
  };
  const arrived = async () => {
    const receipt = await walkIn(advisors);
    if (receipt && receipt.visit) openCar(receipt.visit);
  };
  const shown = cars.filter((car) => answers(car, typed));
  const about = ready && t("advisor.about", { here: counts.in_shop, delivered: counts.delivered,
    on_time: counts.on_time });
  return html`<${Head} title=${who === "all" || !state.advisor ? t("nav.advisor") : t("advisor.title",
    { name: state.advisor.name })} about=${about}>
      <button class="button primary no-print" id="walk-in" onClick=${arrived}><${Icon} name="user-plus" />
        ${t("advisor.walk_in")}</button>
      <button class="button no-print" onClick=${() => window.print()}><${Icon} name="printer" />${t("button.print")}
        </button><//>
    <div class="bar-row no-print">
      <select class="input" name="advisor" aria-label=${t("field.advisor")} value=${who}
        onChange=${(event) => choose(event.target.value)}>
        <option value="all">${t("advisor.all")}</option>
          ${advisors.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>
      <label class="search"><${Icon} name="search" /><input class="input" type="search" name="find"
        placeholder=${t("advisor.find")} aria-label=${t("advisor.find")} value=${typed}
        onInput=${(event) => setTyped(event.target.value)} /></label>
      <div class="tabs"><button class="button" aria-pressed=${String(tab === "cars")} onClick=${() => setTab("cars")}>
        ${t("advisor.tab_cars", { n: cars.length })}</button>
        <button class="button" aria-pressed=${String(tab === "calls")} onClick=${() => setTab("calls")}>
          ${t("advisor.tab_calls", { n: calls.length })}</button></div>
      ${counts.expected > 0 && html`<a class="soft expected" href=${address("/appointments")}>${t("advisor.expected",
        { n: counts.expected })}</a>`}
    </div>
    ${!ready ? html`<div class="card skeleton-card" aria-busy="true">${t("list.loading")}</div>` : tab === "calls"
      ? html`<${Calls} list=${calls.filter((car) => answers(car, typed))} />` : html`
      <${Needs} list=${needs} cars=${state} open=${openCar} />
      ${shown.length ? html`<${Cars} list=${shown} changed=${changed} open=${openCar} all=${who === "all"} />`
        : html`<${Empty} text=${typed ? t("advisor.none_found") : t("list.empty")} />`}
      <${ControlSheet} list=${cars} of=${state.advisor} />`}`;
}

function Cars({ list, changed, open, all }) {
  return html`<div class="table-box no-print"><table class="table cars"><thead><tr><th>${t("field.plate")}</th>
    <th>${t("field.customer")}</th><th>${t("field.stage")}</th><th>${t("field.health")}</th>
      <th>${t("field.promised_at")}</th><th>${t("field.eta")}</th><th class="num">${t("field.late_probability")}</th>
        <th>${t("field.reason")}</th><th>${t("field.last_told")}</th><th></th></tr></thead>
    <tbody>${list.map((car) => html`<${Row} key=${car.visit} car=${car} fresh=${changed.includes(`cars/${car.visit}`)}
      open=${openCar} all=${all} />`)}</tbody></table></div>`;
}

function Row({ car, fresh, open, all }) {
  const waits = ["wait_dispatch", "arrived", "reception", "wait_inspection", "wait_wash"].includes(car.stage);
  const where = [car.bay && car.bay.name, car.parking, people(car.workers)].filter(Boolean).join(" · ")
    || (waits ? t("advisor.waiting", { time: duration(now.value - Date.parse(car.since)) }) : "");
  const late = car.late > 0 || car.health === "at_risk" || car.health === "late";
  const step = next(car, open);
  return html`<tr class="pick edge-row is-${healthOf(car.health)} ${fresh ? "changed" : ""}"
    onClick=${(event) => { if (!event.target.closest("button, a")) open(car.visit); }}>
    <td><button class="plain" onClick=${() => open(car.visit)}><${Plate} of=${car.plate} /></button>
      <small>${car.model || car.order_no || ""}</small></td>
    <td>${car.customer || "–"}<small class="row tight"><${Flags} of=${(car.flags || []).slice(0, 2)} /></small></td>
    <td><${Stage} of=${car.stage} /><small>${[where, all && car.advisor && car.advisor.name].filter(Boolean)
      .join(" · ")}</small></td>
    <td><${CarHealth} car=${car} /></td>
    <td class="promise">${car.promised_at ? when(car.promised_at) : "–"}
      ${car.first_promise && car.first_promise !== car.promised_at && html`<small><s>${when(car.first_promise)}</s>
      </small>`}</td>
    <td class="eta">${car.ready_at ? t("advisor.ready_at", { time: time(car.ready_at) }) : stretch(car.eta_from,
      car.eta_to)}</td>
    <td class="num late-cell">${car.promised_at && late ? percent(car.late) : ""}</td>
    <td class="why">${sentences(car.reasons)}<${Alarm} of=${car.alarm} /></td>
    <td class="told">${car.told ? html`${when(car.told.at)} ${tt("how", car.told.how)}` : "–"}</td>
    <td class="step">${step && html`<button class="button ${step.strong ? "primary" : ""}" onClick=${step.press}>
      ${step.word}</button>`}</td></tr>`;
}

// The warning that the promise became unlikely: who has taken notice of it, or since when nobody has.
function Alarm({ of }) {
  if (!of) return null;
  if (of.seen_at) return html`<small class="alarm">${t("advisor.alarm_seen", { at: time(of.at), who: of.seen_by,
    when: time(of.seen_at) })}</small>`;
  const waited = { at: time(of.at), time: inWords(Math.max(0, now.value - Date.parse(of.at))) };
  return html`<small class="alarm">${of.overdue ? html`<span class="chip is-late">${t("advisor.alarm_overdue", waited)}
    </span>` : t("advisor.alarm_open", waited)}</small>`;
}

// The one thing to do next with a car, if it is the advisor's move.
function next(car, open) {
  if (car.stage === "arrived") return { word: t("advisor.start_reception"), strong: true,
    press: async () => { await startReception(car); open(car.visit); } };
  if (car.stage === "reception") return { word: t("advisor.write_up"), strong: true, press: () => open(car.visit) };
  if (car.stage === "ready") return { word: car.notified_at ? t("button.settle") : t("advisor.call_pickup"),
    press: () => open(car.visit) };
  if (car.stage === "settled") return { word: t("button.deliver"), press: () => open(car.visit) };
  return null;
}

function Calls({ list }) {
  if (!list.length) return html`<${Empty} icon="phone" text=${t("advisor.no_calls")} />`;
  return html`<div class="table-box"><table class="table"><thead><tr><th>${t("field.plate")}</th>
    <th>${t("field.customer")}</th><th>${t("field.phone")}</th><th>${t("advisor.delivered_at")}</th>
    <th>${t("field.promised_at")}</th><th>${t("field.health")}</th><th></th></tr></thead>
    <tbody>${list.map((car) => html`<tr key=${car.visit}><td><${Plate} of=${car.plate} /></td><td>${car.customer || "–"}
      </td><td>${car.phone ? html`<a href="tel:${car.phone}">${car.phone}</a>` : "–"}</td>
      <td>${when(car.delivered_at)}<small>${ago(car.delivered_at)}</small></td><td>${when(car.promised_at)}</td>
        <td>${t(car.on_time ? "advisor.was_on_time" : "advisor.was_late")}</td>
      <td><button class="button primary" onClick=${() => followUp(car)}><${Icon} name="phone" />
        ${t("advisor.follow_up")}</button></td></tr>`)}</tbody></table></div>`;
}

/** 每日工作控制表: the page as it is printed. */
function ControlSheet({ list, of }) {
  return html`<section class="sheet"><h1>${t("advisor.control_sheet")}</h1>
    <p>${shopName(shop.value)} · ${of ? of.name : t("advisor.all")} · ${dateWeek(now.value)} ${time(
      now.value)} · ${actor.value.name}</p>
    <table><thead><tr><th>${t("field.order_no")}</th><th>${t("field.plate")}</th><th>${t("field.customer")}</th>
      <th>${t("field.phone")}</th><th>${t("field.operations")}</th><th>${t("field.stage")}</th>
      <th>${t("field.arrived_at")}</th>
      <th>${t("field.promised_at")}</th><th>${t("field.eta")}</th><th>${t("field.last_told")}</th><th>${t("field.note")}
        </th></tr></thead>
    <tbody>${list.map((car) => html`<tr key=${car.visit}><td>${car.order_no}</td><td><b>${car.plate}</b></td>
      <td>${car.customer}</td><td>${car.phone}</td><td>${joined(car.lines.map((line) => named(line)))}</td>
      <td>${tt("stage", car.stage)}</td><td>${when(car.arrived_at)}</td><td>${car.promised_at ? when(car.promised_at)
        : ""}</td><td>${stretch(car.eta_from, car.eta_to)}</td><td>${car.told ? when(car.told.at) : ""}</td><td></td>
        </tr>`)}</tbody></table></section>`;
}

mount(Advisor, { page: "advisor" });
