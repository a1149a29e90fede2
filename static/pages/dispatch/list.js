// @ts-check
// The list at the left of the dispatch page: waiting operations by slack, and what stands still.

import { act } from "../../parts/act.js";
import { healthOf, manHours, named, people } from "../../lib/cars.js";
import { html, useState } from "../../vendor/preact.js";
import { Icon } from "../../parts/icon.js";
import { Choices, Empty, Flags, Plate } from "../../parts/status.js";
import { pinWords } from "./assign.js";
import { inWords, now, t, tt, when } from "../../lib/words.js";

export function Waiting({ view, changed, press, open }) {
  const [tab, setTab] = useState("waiting");
  const list = tab === "waiting" ? view.waiting : view.stopped;
  return html`<${Choices} tabs value=${tab} onChange=${setTab} options=${[{ value: "waiting",
    label: t("dispatch.tab_waiting", { n: view.waiting.length }) }, { value: "stopped", label: t("dispatch.tab_stopped",
    { n: view.stopped.length }) }]} />
    <div class="waiting-list">${list.length === 0 && html`<${Empty} icon="check-check" text=${t(tab === "waiting"
      ? "dispatch.none_waiting" : "dispatch.none_stopped")} />`}
      ${list.map((work) => (tab === "waiting" ? html`<${WaitingCard} key=${work.key} work=${work}
        fresh=${changed.includes(`waiting/${work.key}`)} press=${press} open=${open} />`
        : html`<${StoppedCard} key=${work.key} work=${work} />`))}</div>`;
}

function WaitingCard({ work, fresh, press, open }) {
  const held = (work.held_by || []).length > 0;
  return html`<article class="card work edge is-${healthOf(work.health)} ${fresh ? "changed" : ""} ${held ? "is-held"
    : ""}" data-work=${work.key} tabindex="0" role="button" aria-label="${work.plate} ${named(work)}"
      onPointerDown=${held ? undefined : (event) => { if (!event.target.closest("button")) press(event, work); }}
        onClick=${(event) => { if (!event.target.closest("button")) open(work); }}
      onKeyDown=${(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault();
        open(work); } }}>
    <header><${Plate} of=${work.plate} /><${Slack} work=${work} /></header>
    <p class="cut">${work.rework ? `${t("stage.rework")} · ` : ""}${named(work)}</p>
    <p class="soft need-line"><span>${tt("trade", work.trade)}</span>
      <span>${work.bay_type ? tt("bay_type", work.bay_type) : t("dispatch.any_bay")}</span>
      <span>${manHours(work.standard_minutes)}${work.crew > 1 ? ` × ${work.crew}` : ""}</span></p>
    <p class="row wrap"><span class="soft">${work.promised_at ? t("dispatch.promised", { time: when(work.promised_at) })
      : ""}</span><${Flags} of=${work.flags} /></p>
    ${work.parts !== "there" && html`<p class="parts-line"><${Icon} name="package" />${t(`parts_state.${work.parts}`)}
      ${work.parts_at ? ` ${when(work.parts_at)}` : ""}</p>`}
    ${held && html`<p class="soft"><${Icon} name="link" /> ${t("dispatch.held_by",
      { lines: work.held_by.join(", ") })}</p>`}
    <footer>${work.pin ? html`<p class="soft"><${Icon} name="pin" /> ${pinWords(work.pin)}</p>`
      : html`<p class="soft plan-line">
      ${work.proposal && html`<${Icon} name="sparkles" /> ${[work.proposal.bay && work.proposal.bay.name,
      people(work.proposal.technicians), when(work.proposal.start)].filter(Boolean).join(" · ")}`}</p>`}
      <button class="button" onClick=${() => open(work)}>${t("button.dispatch")}</button></footer></article>`;
}

// The room between the expected finish and the promise, in words.
function Slack({ work }) {
  if (work.slack === undefined || work.slack === null) return html`<span class="slack faint">–</span>`;
  const words = inWords(work.slack * 60000);
  return html`<span class="slack is-${work.slack < 0 ? "late" : work.slack < 30 ? "risk" : "normal"}">
    ${t(work.slack < 0 ? "dispatch.slack_missing" : "dispatch.slack", { time: words })}</span>`;
}

function StoppedCard({ work }) {
  const stop = work.stop || {};
  const resume = () => act("end_stop", { visit: work.visit, line: stop.line },
    { undo: ["stop_work", { visit: work.visit, line: stop.line, reason: stop.reason, note: stop.note,
    keep_bay: stop.keeps_bay, until: stop.until }] });
  return html`<article class="card work edge is-stopped" data-work=${work.key}>
    <header><${Plate} of=${work.plate} /><span class="chip is-stopped">${tt("stop", stop.reason)}</span></header>
    <p class="cut">${named(work)}</p>
    <p class="soft">${t("dispatch.stopped_since", { time: inWords(now.value - Date.parse(stop.since)),
      owner: tt("role", stop.owner) })}${stop.until ? ` · ${t("time.until", { time: when(stop.until) })}` : ""}</p>
    ${stop.note && html`<p class="soft">${stop.note}</p>`}
    <p class="soft">${work.bay ? t("dispatch.holds_bay", { bay: work.bay.name }) : t("dispatch.parked")}</p>
    <div class="row wrap"><button class="button" onClick=${resume}><${Icon} name="circle-play" />
      ${t("dispatch.end_stop")}</button>
      ${work.bay && html`<button class="button" onClick=${() => act("move_car", { visit: work.visit },
        { undo: ["move_car", { visit: work.visit, bay: work.bay.id }] })}><${Icon} name="move" />${t("button.move_out")}
        </button>`}</div></article>`;
}
