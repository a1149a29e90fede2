// @ts-check
// The dispatcher's page: what waits at the left, bays or technicians on a time axis, the load of each trade on top.
// A waiting card or a planned bar is dragged onto a lane, or opened and given out with buttons.

import { mount, html, Choices, Head, Icon, now, t, time, tt, toast, useEffect, useLive, useMemo, useRef,
  useState } from "../../parts/app.js";
import { Axis, ends, frame } from "./axis.js";
import { openAssign, check, dear, dispatchTo, pin } from "./assign.js";
import { openBar } from "./bar_sheet.js";
import { hours, plate } from "../../lib/words.js";
import { dragger } from "./drag.js";
import { ordered } from "../../lib/cars.js";
import { Waiting } from "./list.js";
import { openWhatIf } from "./whatif.js";
import { Adopted, Mode, Replan, askForPlan, ghosts } from "./replan.js";
import { openOverrides } from "./overrides.js";

const HOUR = 3600000;
const SOON = HOUR; // a drop that starts within this is given out, a later one is pinned for the planner

function Dispatch() {
  const { state, changed, ready } = useLive("dispatch");
  const [axis, setAxis] = useState(localStorage.getItem("bayline.axis") || "bays");
  const [shift, setShift] = useState(0);
  const [held, setHeld] = useState(null);
  const [side, setSide] = useState("waiting");
  const narrow = useNarrow();
  const view = useView(state);
  const length = narrow ? 4 : 8;
  const span = frame(beginning((state.day || {}).shifts || [], length) + shift * HOUR, length);
  const latest = useRef(/** @type {{span: any, axis: string, view: any}} */ (/** @type {unknown} */ ({})));
  latest.current = { span, axis, view };

  const press = useMemo(() => dragger({ span: () => latest.current.span, onOver: setHeld,
    onDrop: (drop) => dropped(drop, latest.current) }), []);
  const ghost = held && held.lane && ghostOf(held, { axis, view });
  const day = /** @type {typeof state.day} */ (state.day || {});
  const plan = /** @type {typeof state.plan} */ (state.plan || {});
  const [asked, setAsked] = useState(null);
  const [left, setLeft] = useState([]); // cars that a proposal shall not change
  const proposal = plan.proposal || asked;
  const moves = proposal ? proposal.moves.filter((move) => !left.includes(move.visit)) : [];
  const moving = new Set(moves.map((move) => move.key));
  const bars = moves.length === 0 ? view.bars
    : [...view.bars.map((bar) => (bar.state === "planned" && moving.has(`${bar.visit}/${bar.line}`) ? { ...bar,
    leaving: true } : bar)), ...ghosts(moves)];
  const choose = (value) => { setAxis(value); localStorage.setItem("bayline.axis", value); };
  const pick = (bar) => openBar(bar, view);
  const due = view.waiting.filter((work) => work.proposal && work.proposal.bay && !(work.held_by || []).length
    && work.parts !== "missing" && Date.parse(work.proposal.start) < now.value + SOON / 2);

  return html`<${Head} title=${t("nav.dispatch")} about=${ready && t("dispatch.about", { waiting: view.waiting.length,
    free: view.technicians.filter((one) => one.state === "free").length })}>
      <button class="button" id="whatif" disabled=${!ready} onClick=${() => openWhatIf(view)}><${Icon} name="eye" />
        ${t("whatif.title")}</button>
      ${due.length > 0 && html`<button class="button" id="accept-all" onClick=${() => acceptAll(due)}>
        <${Icon} name="check-check" />${t("dispatch.accept_next", { n: due.length })}</button>`}
      ${ready && html`<button class="button" id="replan" onClick=${async () => setAsked(await askForPlan())}>
        <${Icon} name="refresh-cw" />${t("replan.ask")}</button>
        <button class="button quiet icon-only" id="overrides" aria-label=${t("override.title")}
          title=${t("override.title")} onClick=${openOverrides}><${Icon} name="history" /></button>
        <${Mode} mode=${day.plan_mode} />`}<//>
    <div class="dispatch ${side === "axis" ? "show-axis" : ""}">
      <div class="loads">${(state.load || []).map((load) => html`<${Load} key=${load.trade} of=${load} />`)}</div>
      <div class="plan-side">${proposal && html`<${Replan} key=${proposal.fingerprint} proposal=${proposal} left=${left}
        setLeft=${setLeft} done=${() => { setAsked(null); setLeft([]); }} />`}
        ${plan.adopted && html`<${Adopted} of=${plan.adopted} />`}</div>
      <div class="only-narrow"><${Choices} tabs value=${side} onChange=${setSide} options=${[{ value: "waiting",
        label: t("dispatch.tab_list") }, { value: "axis", label: t("dispatch.tab_axis") }]} /></div>
      <aside class="waiting-side">${!ready ? html`<p class="soft">${t("list.loading")}</p>`
        : html`<${Waiting} view=${view} changed=${changed} press=${press} open=${(work) => openAssign(work,
        view)} />`}</aside>
      <section class="axis-side" aria-label=${t("dispatch.tab_axis")}>
        <div class="axis-tools"><${Choices} tabs value=${axis} onChange=${choose} options=${[{ value: "bays",
          label: t("dispatch.bays") }, { value: "technicians", label: t("dispatch.technicians") }]} />
          <${Legend} />
          <div class="row push"><button class="button icon-only" aria-label=${t("dispatch.earlier")}
            title=${t("dispatch.earlier")} onClick=${() => setShift(shift - length / 3)}>
            <${Icon} name="chevron-left" /></button>
            <button class="button" disabled=${shift === 0} onClick=${() => setShift(0)}>${t("time.now")}</button>
            <button class="button icon-only" aria-label=${t("dispatch.later")} title=${t("dispatch.later")}
              onClick=${() => setShift(shift + length / 3)}><${Icon} name="chevron-right" /></button></div></div>
        ${ready && html`<${Axis} axis=${axis} span=${span} lanes=${axis === "bays" ? view.bays : view.technicians}
          bars=${bars} shifts=${(state.day || {}).shifts} pick=${pick} press=${press} ghost=${ghost} names=${view.names}
          empty=${t(axis === "bays" ? "dispatch.no_bays" : "dispatch.no_technicians")} />`}
      </section>
      ${held && html`<div class="held" style="left:${held.x}px;top:${held.y}px"><b>${held.work.plate}</b> ${ghost
        ? ghost.words : ""}</div>`}
    </div>`;
}

// The axis begins a quarter of its length before now, but does not run far past the end of the day.
function beginning(shifts, length) {
  const from = now.value - (length / 4) * HOUR;
  const end = Math.max(...shifts.map((one) => Date.parse(one.end)).filter((at) => at - now.value < 12 * HOUR), 0);
  return end > now.value ? Math.min(from, end + HOUR - length * HOUR) : from;
}

function useNarrow() {
  const [narrow, setNarrow] = useState(innerWidth <= 700);
  useEffect(() => {
    const media = matchMedia("(max-width: 700px)"), follow = () => setNarrow(media.matches);
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, []);
  return narrow;
}

// The view as the page's parts want it: lists, and names by id.
function useView(state) {
  return useMemo(() => {
    const bays = ordered(state, "bays"), technicians = ordered(state, "technicians");
    return {
      bays, technicians, waiting: ordered(state, "waiting"), stopped: ordered(state, "stopped"),
      bars: Object.keys(state).filter((key) => key.startsWith("bars/")).map((key) => state[key]),
      plates: Object.fromEntries(Object.values(state).filter((one) => one && one.visit && one.plate).map((one) =>
        [one.visit, plate(one.plate)])),
      names: { bays: Object.fromEntries(bays.map((one) => [one.id, one.name])),
        technicians: Object.fromEntries(technicians.map((one) => [one.id, one.name])) },
    };
  }, [state]);
}

function Load({ of }) {
  const part = of.capacity > 0 ? of.work / of.capacity : of.work > 0 ? 2 : 0;
  const health = part > 1 ? "late" : part > 0.85 ? "risk" : "normal";
  return html`<div class="load" title=${t("dispatch.load_line", { work: hours(of.work / 60),
    capacity: hours(of.capacity / 60) })}><span>${tt("trade", of.trade)}</span><b>${hours(of.work / 60)}
    <small> / ${hours(of.capacity / 60)} h</small></b>
    <div class="bar is-${health}"><i style="width:${Math.min(100, part * 100)}%"></i></div></div>`;
}

const Legend = () => html`<ul class="legend">${["running", "dispatched", "planned", "blocked"].map((one) =>
  html`<li key=${one}><i class="is-${one}"></i>${tt("bar", one)}</li>`)}</ul>`;

// What a piece of work becomes at a place: in a bay the proposed people stay, with a person the proposed bay.
function choiceOf(work, lane, axis) {
  const known = work.proposal || {};
  const bay = known.bay ? known.bay.id : work.bay && work.bay.id ? work.bay.id : typeof work.bay === "string"
    ? work.bay : "";
  const technicians = known.technicians ? known.technicians.map((one) => one.id) : work.technicians || [];
  if (axis === "bays") return { bay: lane, technicians };
  const others = technicians.filter((id) => id !== lane);
  return { bay, technicians: work.crew > 1 ? [lane, ...others].slice(0, work.crew) : [lane] };
}

function minutesOf(work) {
  if (work.proposal) return (Date.parse(work.proposal.finish) - Date.parse(work.proposal.start)) / 60000;
  if (work.finish) return (ends(work) - Date.parse(work.start)) / 60000;
  return (work.standard_minutes || 30) / Math.max(work.crew || 1, 1) + (work.passive_minutes || 0);
}

const givesOut = (at) => at <= now.peek() + SOON;

function ghostOf(held, { axis, view }) {
  const lane = (axis === "bays" ? view.bays : view.technicians).find((one) => one.id === held.lane);
  return {
    lane: held.lane, start: held.start, finish: held.start + minutesOf(held.work) * 60000,
      bad: lane && (lane.state === "maintenance" || lane.state === "off"),
    words: t(givesOut(held.start) ? "dispatch.let_go_dispatch" : "dispatch.let_go_pin", { time: time(held.start) }),
  };
}

async function dropped({ work, lane, start }, { axis, view }) {
  const full = view.waiting.find((one) => one.visit === work.visit && one.line === work.line);
  const given = work.state === "dispatched"; // what is given out stays given out, to somebody else or later
  const subject = { ...work, ...(full || {}), before: work.state === "dispatched" ? { bay: work.bay,
    technicians: work.technicians, start: work.start } : undefined };
  const chosen = { ...choiceOf(full || work, lane, axis), at: Math.max(start, now.peek()) };
  if (!chosen.bay || chosen.technicians.length === 0) { openAssign(subject, view, chosen); return; }
  try {
    const { violations, cost } = await check(subject, chosen);
    if (violations.length > 0 || dear(cost)) { openAssign(subject, view, chosen); return; }
    if (given || givesOut(start)) await dispatchTo(subject, { ...chosen, before: subject.before });
    else await pin(subject, chosen, subject.pin);
  } catch (error) {
    if (error.violations && error.violations.length > 0) openAssign(subject, view, chosen);
    else toast(error.message, { kind: "bad" });
  }
}

// Accepts what the plan would start now; each line can be taken back on its own.
async function acceptAll(list) {
  for (const work of list) {
    try {
      await dispatchTo(work, { bay: work.proposal.bay.id, technicians: work.proposal.technicians.map((one) => one.id),
        at: work.proposal.start });
    } catch (error) { toast(`${work.plate} ${error.message}`, { kind: "bad" }); }
  }
}

mount(Dispatch, { page: "dispatch", fill: true });
