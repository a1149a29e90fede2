// @ts-check
// The technician's tablet: one big job with one big button, the next three, help and "I won't make it" always there.

import {
  mount, html, Bar, Empty, Fresh, Icon, LanguageSwitch, Plate, ShopChooser, address, api, ask, duration, inWords, now,
    shop, signal, t, time, tt, useEffect, useLive, useState, when,
} from "../../parts/app.js";
import { inShop } from "../../parts/act.js";
import { CarHealth, healthOf, joined, named, ordered, people } from "../../lib/cars.js";
import { askFinish, askFound, askLate } from "./sheets.js";
import { askStop } from "../../parts/stop.js";
import { afterTaps, tap, waiting } from "./queue.js";

const KEPT = "bayline.technician";
const me = signal(new URLSearchParams(location.search).get("technician") || localStorage.getItem(KEPT) || "");

function choose(id) {
  me.value = id;
  localStorage.setItem(KEPT, id);
  const url = new URL(location.href);
  if (id) url.searchParams.set("technician", id);
  else url.searchParams.delete("technician");
  history.replaceState(null, "", url);
}

function Tech() {
  const { state, ready } = useLive("tech", me.value ? { technician: me.value } : {});
  const who = state.technician;
  // A technician who left, or an address with a slip of the pen: the page asks again who is there.
  useEffect(() => {
    if (!me.value || !shop.value) return;
    api(inShop("/people"), undefined, { quiet: true })
      .then((found) => { if (!found.people.some((one) => one.id === me.value)) choose(""); }, () => {});
  }, [me.value, shop.value]);
  if (!ready) return html`<${Top} /><main class="tech"><p class="soft">${t("list.loading")}</p></main>`;
  if (!me.value || !who) return html`<${Top} /><${Pick} people=${state.people || []} />`;
  return html`<${Top} who=${who} /><${Jobs} state=${state} who=${who} />`;
}

function Top({ who }) {
  const queued = waiting.value.filter((one) => !one.fresh);
  return html`<header class="tech-top"><a class="button quiet icon-only" href=${address("/")}
    aria-label=${t("nav.start")} title=${t("nav.start")}><${Icon} name="house" /></a>
    ${who ? html`<button class="button quiet tech-who" onClick=${() => choose("")}><${Icon} name="user" /><b>${who.name}
      </b><span class="soft">${tt("presence", who.state)}</span></button>
      <button class="button quiet" id="presence" onClick=${() => presence(who)}><${Icon} name="coffee" />
        ${t("field.presence")}</button>` : html`<b class="tech-title">${t("nav.tech")}</b>`}
    <span class="push"></span>${queued.length > 0 && html`<span class="tag queued"><${Icon} name="wifi-off" />
      ${t("tech.queued", { n: queued.length })}</span>`}<${Fresh} /><${ShopChooser} />
    <span class="tech-lang"><${LanguageSwitch} /></span></header>`;
}

function Pick({ people: list }) {
  return html`<main class="tech"><h1>${t("tech.who")}</h1>
    ${list.length === 0 ? html`<${Empty} icon="users" text=${t("tech.nobody")} />`
    : html`<div class="people">${list.map((one) => html`<button class="button touch" key=${one.id} data-person=${one.id}
      onClick=${() => choose(one.id)}><b>${one.name}</b><small>${[one.team, tt("presence", one.state)].filter(Boolean)
      .join(" · ")}</small></button>`)}</div>`}</main>`;
}

const presence = (who) => ask({
  title: t("field.presence"), fields: [{ name: "presence", label: t("field.presence"), type: "choices", required: true,
    value: "present", options: ["present", "break", "training", "rescue", "off"].map((value) => ({ value,
    label: tt("presence", value) })) }],
  send: (values) => tap("set_presence", { person: who.id, ...values }, as(who)),
});
const as = (who) => ({ name: who.name, role: "technician" });

function Jobs({ state, who }) {
  const [chosen, setChosen] = useState("");
  const list = (name) => ordered(state, name, "jobs").map(afterTaps);
  const every = [...list("now"), ...list("unsigned"), ...list("stopped"), ...list("next")].filter((job) =>
    job.state !== "done" || !job.queued);
  const running = every.filter((job) => job.running);
  const first = every.find((job) => job.key === chosen) || running[0] || every.find((job) => job.state === "done")
    || every.find((job) => job.state === "dispatched" && !(job.held_by || []).length)
    || every.find((job) => job.state === "stopped") || every[0];
  useEffect(() => { if (chosen && !every.some((job) => job.key === chosen)) setChosen(""); });
  const others = every.filter((job) => job !== first);
  const send = (name, body) => tap(name, body, as(who));
  return html`<main class="tech">${first ? html`<${Job} key=${first.key} job=${first} send=${send} />`
    : html`<section class="job"><${Empty} icon="coffee" text=${t("tech.free")} /></section>`}
    ${others.length > 0 && html`<section class="then"><h2>${t("tech.then")}</h2><div class="then-cards">
      ${others.map((job) => html`<button class="button then-card" key=${job.key} data-job=${job.key}
      onClick=${() => setChosen(job.key)}>
      <span class="row"><${Plate} of=${job.plate} /><span class="tag">${t(job.running ? "operation.in_progress"
        : `tech.state_${job.state}`)}</span></span>
      <span class="cut">${named(job)}</span><small class="soft cut">
        ${[job.bay && job.bay.name, job.start && time(job.start), job.promised_at && t("dispatch.promised",
        { time: when(job.promised_at) })].filter(Boolean).join(" · ")}</small></button>`)}</div></section>`}</main>`;
}

function Job({ job, send }) {
  const at = { visit: job.visit, line: job.line };
  const used = job.worked + (job.since ? Math.max(0, now.value - Date.parse(job.since)) / 60000 : 0);
  const over = used > job.sold, missing = (job.parts || []).filter((part) => ["short", "ordered",
    "in_transit"].includes(part.state));
  return html`<section class="job edge is-${healthOf(job.health)}">
    <header><h1><${Plate} of=${job.plate} /></h1><span class="soft">${[job.model, job.order_no].filter(Boolean)
      .join(" · ")}</span><span class="push"></span>
      ${job.queued && html`<span class="tag queued"><${Icon} name="wifi-off" />${t("tech.recorded",
        { time: time(job.queued) })}</span>`}<${CarHealth} car=${job} /></header>
    <p class="job-name">${job.rework ? `${t("stage.rework")} · ` : ""}${named(job)}</p>
    <div class="figures"><div><small>${t("field.bay")}</small><b>${job.bay ? job.bay.name : "–"}</b></div>
      <div><small>${t("tech.used_of")}</small><b class=${over ? "is-over" : ""}>
      ${duration(used * 60000)} / ${duration(job.sold * 60000)}</b></div>
      <div><small>${t("field.promised_at")}</small><b>${job.promised_at ? when(job.promised_at) : "–"}</b></div>
        ${(job.crew || []).length > 1 && html`<div><small>${t("tech.with")}</small><b>${people(job.crew)}</b>
        </div>`}</div>
    <${Bar} done=${used} sold=${job.sold} health=${over ? "late" : "normal"} />
    ${job.stop && job.state === "stopped" && html`<p class="row wrap note"><${Icon} name="circle-pause" />
      ${t("tech.stopped_for", { reason: tt("stop", job.stop.reason),
      time: inWords(now.value - Date.parse(job.stop.since)) })} ${job.stop.note || ""}</p>`}
    ${(job.held_by || []).length > 0 && html`<p class="row note"><${Icon} name="link" />${t("dispatch.held_by",
      { lines: job.held_by.join(", ") })}</p>`}
    ${missing.length > 0 && html`<p class="row wrap note"><${Icon} name="package" />
      ${joined(missing.map((part) => `${named(part)} ${tt("part", part.state)}${part.eta ? ` ${when(part.eta)}`
      : ""}`))}</p>`}
    <div class="big">${big(job, at, send)}</div>
    <div class="small-buttons">
      <button class="button touch ${job.help_since ? "is-on" : ""}" id="help"
        aria-pressed=${String(Boolean(job.help_since))} onClick=${() => send("set_help",
        { ...at, on: !job.help_since })}><${Icon} name="hand-helping" />${job.help_since ? t("need.help_over")
        : t("button.help")}</button>
      <button class="button touch" id="late" disabled=${job.state === "done"} onClick=${() => askLate(job,
        (body) => send("warn_late", body))}><${Icon} name="timer" />${job.warning ? t("tech.warned",
        { n: job.warning.minutes }) : t("button.wont_make_it")}</button>
      <button class="button touch" id="found" onClick=${() => askFound(job, (body) => send("find_additional", body))}>
        <${Icon} name="plus" />${t("tech.found")}</button></div>
    <${More} job=${job} /></section>`;
}

// What is pressed next: start, then stop or done, then again, and at the end the signature.
function big(job, at, send) {
  const button = (id, word, icon, press, strong = true) => html`<button class="button touch ${strong ? "primary" : ""}"
    id=${id} key=${id} onClick=${press}><${Icon} name=${icon} />${word}</button>`;
  if (job.running) return [button("stop", t("button.stop"), "circle-pause",
    () => askStop(job, (body) => send("stop_work", body)), false), button("finish", t("button.done"), "circle-check",
    () => askFinish(job, (body) => send("finish_work", body)))];
  if (job.state === "done") return button("sign", t("tech.sign_self_check"), "clipboard-check",
    () => send("sign_self_check", { visit: job.visit }));
  if (job.state === "stopped") return button("start", t("button.resume"), "circle-play", () => send("start_work", at));
  if (job.state === "dispatched") return (job.held_by || []).length ? null : button("start", t("button.start"),
    "circle-play", () => send("start_work", at));
  return html`<p class="row note"><${Icon} name="hourglass" />${t("tech.not_given_out")}</p>`;
}

function More({ job }) {
  const parts = job.parts || [], others = job.others || [], notes = job.notes || [];
  return html`<div class="more">${(job.purpose || job.wishes) && html`<p><small>${t("field.reported")}</small>
    ${joined([job.purpose, job.wishes].filter(Boolean))}</p>`}
    ${notes.length > 0 && html`<p><small>${t("field.note")}</small>${joined(notes)}</p>`}
    ${parts.length > 0 && html`<p><small>${t("field.parts")}</small>
      ${joined(parts.map((part) => `${named(part)} ${tt("part", part.state)}`))}</p>`}
    ${others.length > 0 && html`<p><small>${t("tech.other_lines")}</small>
      ${joined(others.map((line) => `${named(line)} ${tt("operation", line.state)}`))}</p>`}</div>`;
}

mount(Tech, { page: "tech", shell: false });
