// @ts-check
// What an advisor tells and promises: told, new promise, additional work, settling, the follow-up call. Each is
// one dialog that sends one command.

import { act, inShop } from "./act.js";
import { api } from "../lib/api.js";
import { named, soon } from "../lib/cars.js";
import { Sheet, ask, dialog } from "./form.js";
import { html, useState } from "../vendor/preact.js";
import { Icon } from "./icon.js";
import { PromiseBox } from "./quote.js";
import { t, tt, when } from "../lib/words.js";
import { WorkList } from "./worklist.js";

const quiet = { quiet: true };
const options = (prefix, values) => values.map((value) => ({ value, label: tt(prefix, value) }));
const spoken = () => options("how", ["phone", "wechat", "sms", "in_person"]);
export const howField = (value = "phone") => ({ name: "how", label: t("field.how"), type: "choices", required: true,
  value, options: spoken() });

/** 已告知: records a talk; on a ready car it is the call to pick it up. */
export const tell = (car) => ask({
  title: t(car.stage === "ready" ? "advisor.call_pickup" : "button.told"), submit: t("button.told"),
  fields: [howField(), { name: "note", label: t("field.note"), type: "textarea", placeholder: t("advisor.told_hint") }],
  send: (values) => act("tell_customer", { visit: car.visit, ...values }, quiet),
});

/** 改约: a new promise. It counts when the customer confirmed it; the customer's own delay needs a signature. */
export const rePromise = (car) => ask({
  title: t("button.repromise"), intro: t("advisor.repromise_line", { time: when(car.promised_at) }),
    submit: t("button.repromise"),
  fields: [
    newPromise(car, { visit: car.visit }),
    { name: "cause", label: t("field.cause"), type: "choices", required: true, value: "shop", options: options("cause",
      ["shop", "parts", "additional", "customer"]) },
    { name: "confirmed", label: t("field.customer_confirmed"), type: "tick", value: true },
    { ...howField(), when: (values) => values.confirmed },
    { name: "note", label: t("field.note"), type: "textarea", hint: t("advisor.customer_cause_hint") },
    { name: "signed", label: t("advisor.signed_late"), type: "tick", when: (values) => values.cause === "customer" },
  ],
  send: (values) => act("re_promise", { visit: car.visit, ...values }, quiet),
});

// The new time: what the forecast keeps, or one's own.
const newPromise = (car, inquiry, more) => ({ name: "promised_at", label: t("field.new_promise"), required: true,
  value: "", own: ({ value, onChange }) => html`<${PromiseBox} inquiry=${inquiry} value=${value} onChange=${onChange}
  start=${later(car)} />`, ...more });

// Should the server not answer: the forecast's later end, on the next quarter of an hour.
function later(car) {
  const quarter = 15 * 60000, end = Date.parse(car.eta_to || car.eta || "");
  return end ? new Date(Math.ceil((end + quarter / 3) / quarter) * quarter).toISOString() : soon(60);
}

/** 增项: work found after the order was signed. */
export const findAdditional = (car) => dialog(({ close }) => html`<${FindSheet} car=${car} close=${close} />`);

function FindSheet({ car, close }) {
  const [lines, setLines] = useState([]);
  const [what, setWhat] = useState("");
  const [wrong, setWrong] = useState("");
  const add = (line) => setLines((old) => (old.some((one) => one.code === line.code)
    ? old.filter((one) => one.code !== line.code) : [...old, line]));
  const send = async () => {
    try {
      await act("find_additional", { visit: car.visit, what: what.trim(), codes: lines.map((one) => one.code) }, quiet);
      close(true);
    } catch (error) { setWrong(error.message); }
  };
  const foot = html`<button class="button" onClick=${() => close()}>${t("button.cancel")}</button>
    <button class="button primary" disabled=${lines.length === 0} onClick=${send}>${t("advisor.additional_record",
      { n: lines.length })}</button>`;
  return html`<${Sheet} title=${t("button.additional")} close=${close} foot=${foot}>
    <${WorkList} onAdd=${add} chosen=${lines.map((one) => one.code)} />
    ${lines.length > 0 && html`<p class="row wrap">${lines.map((one) => html`<span class="tag" key=${one.code}>
      <${Icon} name="plus" />${named(one)}</span>`)}</p>`}
    <label class="field"><span>${t("advisor.additional_what")} <small class="faint">${t("form.optional")}</small></span>
      <input class="input" name="what" value=${what} onInput=${(event) => setWhat(event.target.value)} /></label>
    ${wrong && html`<p role="alert"><span class="chip is-late">${wrong}</span></p>`}<//>`;
}

/** Moves additional work on: quoted, sent, approved (with the promise), declined. */
export const quote = (car, one) => ask({
  title: t("advisor.quote"), intro: one.what, submit: t("button.save"),
  fields: [{ name: "yuan", label: t("field.amount_yuan"), type: "number", required: true,
    value: one.amount ? one.amount / 100 : "" }],
  send: ({ yuan }) => act("answer_additional", { visit: car.visit, id: one.id, state: "quoted",
    amount: Math.round(yuan * 100) }, quiet),
});
export const sendQuote = (car, one) => ask({
  title: t("advisor.send_quote"), intro: one.what, submit: t("button.send"), fields: [howField("wechat")],
  send: ({ how }) => act("answer_additional", { visit: car.visit, id: one.id, state: "sent", how }, quiet),
});
export const approve = (car, one) => ask({
  title: t("advisor.approved"), intro: one.what, submit: t("button.approve"),
  fields: [
    howField(),
    { name: "same", label: t("field.promise"), type: "choices", required: true, value: "new",
      options: [{ value: "new", label: t("field.new_promise") }, { value: "keep", label: t("advisor.promise_stays",
      { time: when(car.promised_at) }) }] },
    newPromise(car, { visit: car.visit, additional: one.id }, { when: (values) => values.same === "new" }),
  ],
  send: ({ how, same, promised_at }) => act("answer_additional", { visit: car.visit, id: one.id, state: "approved", how,
    ...(same === "keep" ? { no_change: true } : { promised_at }) }, quiet),
});
export const decline = (car, one) => ask({
  title: t("advisor.declined"), intro: one.what, submit: t("button.decline"),
  fields: [howField(), { name: "note", label: t("field.reason"), type: "textarea" }],
  send: (values) => act("answer_additional", { visit: car.visit, id: one.id, state: "declined", ...values }, quiet),
});

/** 结算: the advisor compares what was reported with what was done, then the time on the sheet is now. */
export const settle = (car, list) => dialog(({ close }) => html`<${SettleSheet} car=${car} list=${list}
  close=${close} />`);

function SettleSheet({ car, list, close }) {
  const [checked, setChecked] = useState(false);
  const [wrong, setWrong] = useState("");
  const send = async () => {
    try { await act("settle", { visit: car.visit, checked }, quiet); close(true);
      } catch (error) { setWrong(error.message); }
  };
  const foot = html`<button class="button" onClick=${() => close()}>${t("button.cancel")}</button>
    <button class="button primary" disabled=${!checked} onClick=${send}>${t("button.settle")}</button>`;
  return html`<${Sheet} title=${t("button.settle")} close=${close} foot=${foot}>
    <div class="compare"><div><h3>${t("advisor.reported")}</h3><p>${car.purpose || t("form.none")}</p>
      ${car.wishes && html`<p class="soft">${car.wishes}</p>`}</div>
      <div><h3>${t("advisor.work_done")}</h3><ul>${list}</ul></div></div>
    <label class="tick big"><input type="checkbox" name="checked" checked=${checked}
      onChange=${(event) => setChecked(event.target.checked)} /><span>${t("advisor.check_question")}</span></label>
    ${wrong && html`<p role="alert"><span class="chip is-late">${wrong}</span></p>`}<//>`;
}

/** 交车: the key is handed over; at once, with nothing to ask. */
export const deliver = (car) => act("deliver", { visit: car.visit });

/** 回访: the call within three days; "was it on time?" in the customer's own words. */
export const followUp = (car) => ask({
  title: t("advisor.follow_up"), intro: t("advisor.follow_up_line"), submit: t("button.save"),
  fields: [
    { name: "reached", label: t("advisor.reached"), type: "choices", required: true, value: "yes", options: yesNo() },
    { name: "on_time", label: t("advisor.asked_on_time"), type: "choices", required: true, value: "yes",
      options: yesNo(), when: (values) => values.reached === "yes" },
    { name: "note", label: t("field.note"), type: "textarea" },
  ],
  send: ({ reached, on_time, note }) => act("follow_up", { visit: car.visit, reached: reached === "yes",
    on_time: on_time === "yes", note }, quiet),
});
const yesNo = () => [{ value: "yes", label: t("answer.yes") }, { value: "no", label: t("answer.no") }];

/** A line in the thread between front desk and workshop. */
export const addNote = (car) => ask({
  title: t("advisor.note"), submit: t("button.save"), fields: [{ name: "text", label: t("field.note"), type: "textarea",
    required: true }],
  send: ({ text }) => act("add_note", { visit: car.visit, text }, quiet),
});

/** A reason is asked, then the command is sent. */
export const withReason = (title, name, body, field = "reason") => ask({
  title, submit: title, danger: true, fields: [{ name: field, label: t("field.reason"), type: "textarea",
    required: true }],
  send: (values) => act(name, { ...body, ...values }, quiet),
});

/** The whole visit as the API knows it, for its history. */
export const fullVisit = (id) => api(inShop(`/visits/${id}`), undefined, quiet);
