// @ts-check
// Appointments: today's and tomorrow's list, booking with two times on offer, arrivals with and without a booking.

import { mount, html, Choices, Empty, Flags, Head, Icon, Plate, Stage, act, ask, date, now, t, time, useLive, useState,
  when } from "../../parts/app.js";
import { answers, ordered } from "../../lib/cars.js";
import { detailFields, minded, walkIn } from "../../parts/order.js";
import { howField, withReason } from "../../parts/promise.js";
import { SlotBox } from "./slots.js";

const GRACE = 15 * 60000; // ms past the appointment from which a customer counts as overdue

const WALK_IN = 2; // the tab of cars that came without an appointment
const toCome = (one) => (one.stage === "booked" || one.stage === "confirmed" ? 1 : 0);

function Appointments() {
  const { state, changed, ready } = useLive("appointments");
  const [day, setDay] = useState(0);
  const [typed, setTyped] = useState("");
  const entries = ordered(state, "entries"), advisors = state.advisors || [];
  const counts = /** @type {typeof state.counts} */ (state.counts || {});
  const of = (n) => entries.filter((one) => (n === WALK_IN ? one.day === 0 && !one.at : one.day === n && one.at))
    .sort((a, b) => toCome(b) - toCome(a));
  const shown = of(day).filter((one) => answers(one, typed));
  const about = ready && t("appointments.about", { booked: (counts.booked || 0) + (counts.confirmed || 0),
    arrived: counts.arrived, no_show: counts.no_show, walk_in: counts.walk_in });
  /** @type {[number, string][]} */
  const tabs = [[0, "appointments.today"], [1, "appointments.tomorrow"], [WALK_IN, "appointments.walk_ins"],
    ...of(-1).length ? [/** @type {[number, string]} */ ([-1, "appointments.missed"])] : []];
  return html`<${Head} title=${t("nav.appointments")} about=${about}>
      <button class="button no-print" onClick=${() => window.print()}><${Icon} name="printer" />
        ${t("button.print")}</button>
      <button class="button no-print" id="walk-in" onClick=${() => walkIn(advisors)}><${Icon} name="user-plus" />
        ${t("advisor.walk_in")}</button>
      <button class="button primary no-print" id="book" disabled=${!ready} onClick=${() => book(advisors)}>
        <${Icon} name="calendar-plus" />${t("appointments.book")}</button><//>
    <div class="bar-row no-print"><${Choices} tabs value=${day} onChange=${setDay}
      options=${tabs.map(([value, key]) => ({ value, label: t(key, { n: of(value).length }) }))} />
      <label class="search"><${Icon} name="search" /><input class="input" type="search" name="find"
        placeholder=${t("advisor.find")} aria-label=${t("advisor.find")} value=${typed}
        onInput=${(event) => setTyped(event.target.value)} /></label></div>
    ${!ready ? html`<p class="soft">${t("list.loading")}</p>` : shown.length === 0
      ? html`<${Empty} icon="calendar" text=${t("appointments.none")} />` : html`<div class="table-box">
      <table class="table as-cards"><thead><tr><th>${t("field.time")}</th><th>${t("field.plate")}</th>
      <th>${t("field.customer")}</th>
      <th>${t("field.phone")}</th><th>${t("field.advisor")}</th><th>${t("field.purpose")}</th><th>${t("field.stage")}
        </th><th class="no-print"></th></tr></thead>
      <tbody>${shown.map((one) => html`<${Entry} key=${one.visit} one=${one}
        fresh=${changed.includes(`entries/${one.visit}`)} />`)}</tbody></table></div>`}`;
}

function Entry({ one, fresh }) {
  const expected = one.stage === "booked" || one.stage === "confirmed";
  const overdue = expected && one.at && now.value - Date.parse(one.at) > GRACE;
  return html`<tr class=${fresh ? "changed" : ""}><td><b>${one.at ? time(one.at) : "–"}</b>
    <small>${one.day === -1 ? date(one.at) : !one.at ? t("appointments.walk_in") : ""}</small></td>
    <td><${Plate} of=${one.plate} /><small>${one.model || ""}</small></td><td>${one.customer || "–"}
      <small class="row tight"><${Flags} of=${(one.flags || []).filter((flag) => flag !== "appointment").slice(0, 2)} />
      </small></td>
    <td>${one.phone ? html`<a href="tel:${one.phone}">${one.phone}</a>` : "–"}</td><td>${one.advisor ? one.advisor.name
      : "–"}</td><td class="why">${one.purpose || ""}</td>
    <td><${Stage} of=${one.stage} /><small>${overdue ? t("appointments.overdue") : one.arrived_at
      ? t("appointments.arrived_at", { time: time(one.arrived_at) }) : one.confirmed_at ? t("appointments.confirmed_at",
      { time: when(one.confirmed_at) }) : one.cause || ""}</small></td>
    <td class="no-print"><div class="row">
      ${expected && html`<button class="button primary" onClick=${() => act("arrive", { visit: one.visit, plate: "" })}>
      ${t("button.arrive")}</button>`}
      ${one.stage === "booked" && html`<button class="button" onClick=${() => ask({ title: t("appointments.confirm"),
        submit: t("button.confirm"), fields: [howField()], send: (values) => act("confirm_appointment",
        { visit: one.visit, ...values }, { quiet: true }) })}>${t("button.confirm")}</button>`}
      ${(expected || (one.stage === "no_show" && !one.rebooked))
        && html`<button class="button" onClick=${() => rebook(one)}>${t("appointments.rebook")}</button>`}
      ${one.stage === "no_show" && html`<button class="button" onClick=${() => act("arrive", { visit: one.visit,
        plate: "" })}>${t("button.arrive")}</button>`}
      ${overdue && html`<button class="button danger" onClick=${() => noShow(one)}>${t("stage.no_show")}</button>`}
      ${expected && html`<button class="button quiet icon-only" aria-label=${t("appointments.cancel")}
        title=${t("appointments.cancel")} onClick=${() => withReason(t("appointments.cancel"), "cancel",
        { visit: one.visit })}><${Icon} name="x" /></button>`}</div></td></tr>`;
}

// Two times are offered; another may be typed. A rule of spacing may be passed with a reason.
const timeFields = (more) => [
  { name: "at", label: t("field.appointment_at"), required: true,
    own: ({ value, onChange, values, fill }) => html`<${SlotBox} value=${value} onChange=${onChange} fill=${fill}
    inquiry=${{ class: values.class, advisor: values.advisor, ...more }} />` },
  { name: "override", label: t("appointments.override"), hint: t("appointments.override_hint") },
];

const book = (advisors) => ask({
  title: t("appointments.book"), submit: t("appointments.book"),
    fields: [...detailFields({}, advisors).filter((field) => field.name !== "waiter"), ...timeFields()],
  send: minded((values) => act("book", values, { quiet: true })),
});

const rebook = (one) => ask({
  title: t("appointments.rebook"), intro: `${one.plate} · ${one.customer || ""}`, submit: t("appointments.rebook"),
  fields: [...timeFields({ class: one.class, advisor: one.advisor && one.advisor.id }), { name: "reason",
    label: t("field.reason") }],
  send: (values) => act("rebook", { visit: one.visit, ...values }, { quiet: true }),
});

const noShow = (one) => ask({
  title: t("stage.no_show"), intro: t("appointments.no_show_line"), submit: t("button.save"),
    fields: [{ name: "cause", label: t("field.cause"), type: "textarea" }],
  send: (values) => act("mark_no_show", { visit: one.visit, ...values }, { quiet: true }),
});

mount(Appointments, { page: "appointments" });
