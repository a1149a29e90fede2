// @ts-check
// A better plan than the one in force: why, what it gains, what would move; taken over whole or car by car, or
// declined.

import { act, inShop } from "../../parts/act.js";
import { api } from "../../lib/api.js";
import { joined, named, people, sentences } from "../../lib/cars.js";
import { ask } from "../../parts/form.js";
import { html, useEffect, useState } from "../../vendor/preact.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/status.js";
import { toast } from "../../parts/toast.js";
import { inWords, now, plate, t, time, tt, when } from "../../lib/words.js";

const line = (move, place) => ({ visit: move.visit, line: move.line, bay: place.bay.id,
  technicians: place.technicians.map((one) => one.id), start: place.start });
const to = (moves) => moves.map((move) => line(move, move.to));
const back = (moves) => moves.map((move) => line(move, move.from));

/** The moves of a proposal as bars, to lie dashed beside those of now. */
export const ghosts = (moves) => moves.map((move) => ({
  id: `ghost/${move.key}`, visit: move.visit, line: move.line, kind: "work", state: "ghost", plate: move.plate,
    name_zh: move.name_zh, name_en: move.name_en,
  bay: move.to.bay.id, technicians: move.to.technicians.map((one) => one.id), start: move.to.start,
    finish: move.to.finish, health: "normal",
}));

/** Asks for a better plan; says so when there is none. */
export async function askForPlan() {
  const { proposal } = await api(inShop("/proposal"));
  if (!proposal) toast(t("replan.none"), { kind: "plain" });
  return proposal;
}

// Takes a change of the plan back: as it was, and not to be proposed again as long as nothing happens to its cars.
async function takeBack(lines, before, mark) {
  await act("adopt_plan", { lines: before, note: t("dispatch.undone_reason") }, { said: t("toast.undone") });
  await act("reject_plan", { fingerprint: mark, lines, reason: t("dispatch.undone_reason") }, { said: false });
}

async function accept(proposal, moves) {
  const undo = () => takeBack(to(moves), back(moves), proposal.fingerprint);
  await act("adopt_plan", { lines: to(moves), before: back(moves), note: proposal.reasons.length > 0
    ? named(proposal.reasons[0]) : "" }, { undo, said: t("replan.accepted",
    { n: new Set(moves.map((move) => move.visit)).size }) });
}

const reject = (proposal) => ask({
  title: t("replan.reject_title"), intro: t("replan.reject_line"), submit: t("replan.reject"),
  fields: [{ name: "reason", label: t("replan.reason"), placeholder: t("replan.reason_hint") }],
  send: ({ reason }) => act("reject_plan", { fingerprint: proposal.fingerprint, lines: to(proposal.moves), reason },
    { quiet: true, said: t("replan.rejected") }),
});

/**
 * The panel of a proposal. left holds the cars that are not to be changed; done(answered) closes a proposal that was
 * asked for.
 */
export function Replan({ proposal, left, setLeft, done }) {
  const [part, setPart] = useState(null);
  const [open, setOpen] = useState(() => innerWidth > 700);
  const cars = [...new Set(proposal.moves.map((move) => move.visit))].map((visit) => ({ visit,
    moves: proposal.moves.filter((move) => move.visit === visit) }));
  const taken = proposal.moves.filter((move) => !left.includes(move.visit));
  const whole = taken.length === proposal.moves.length;
  useEffect(() => {
    setPart(null);
    if (whole || taken.length === 0) return undefined;
    let current = true;
    api(inShop("/proposal/check"), { lines: to(taken) }, { quiet: true }).then((found) => { if (current) setPart(found);
      }, (error) => { if (current) setPart({ wrong: error.message }); });
    return () => { current = false; };
  }, [proposal.fingerprint, left.join()]);
  const toggle = (visit) => setLeft(left.includes(visit) ? left.filter((one) => one !== visit) : [...left, visit]);
  const answer = (send) => async () => { await send(); done(); };
  return html`<section class="replan" aria-label=${t("replan.title")} data-proposal=${proposal.fingerprint}>
    <div class="replan-head"><${Icon} name="sparkles" /><div class="replan-why" role="status"><h2>${t("replan.title")}
      </h2><p>${sentences(proposal.reasons, 99)}</p></div>
      <ul class="gains"><${Gain} of=${proposal} /></ul>
      <div class="row wrap replan-buttons"><button class="button primary" id="replan-accept"
        disabled=${taken.length === 0} onClick=${answer(() => accept(proposal, taken))}><${Icon} name="check-check" />
        ${whole ? t("replan.accept") : t("replan.accept_some",
        { n: cars.length - left.filter((visit) => cars.some((car) => car.visit === visit)).length,
        of: cars.length })}</button>
        <button class="button" id="replan-reject"
          onClick=${async () => { if ((await reject(proposal)) !== undefined) done(); }}><${Icon} name="x" />
          ${t("replan.reject")}</button>
        <button class="button quiet icon-only" aria-expanded=${String(open)} aria-label=${t("replan.details")}
          title=${t("replan.details")} onClick=${() => setOpen(!open)}><${Icon} name=${open ? "chevron-up"
          : "chevron-down"} /></button></div></div>
    ${part && html`<p class="replan-part ${part.helps ? "" : "is-useless"}" role="status">
      ${part.wrong || (part.helps ? html`${t("replan.part")} <${Gain} of=${part} />` : t("replan.part_useless"))}</p>`}
    ${open && html`<ul class="moves">
      ${cars.map((car) => html`<li key=${car.visit} class=${left.includes(car.visit) ? "is-left" : ""}>
      <label class="tick"><input type="checkbox" name=${`take-${car.visit}`} checked=${!left.includes(car.visit)}
        onChange=${() => toggle(car.visit)} /><${Plate} of=${car.moves[0].plate} /></label>
      <div class="move-lines">
        ${car.moves.map((move) => html`<p key=${move.key}><b>${named(move)}</b> <span class="soft">${place(move.from)}
        </span> <${Icon} name="arrow-right" /> <span>${place(move.to, move.from)}</span> <small class="soft">
        ${named(move.why)}</small></p>`)}</div></li>`)}</ul>
      <${Shifts} word="replan.sooner" of=${proposal.sooner} /><${Shifts} word="replan.later" of=${proposal.later} />`}
        </section>`;
}

// A place in words; the part that differs from another stands out.
function place(at, other) {
  const who = people(at.technicians);
  const strong = (text, was) => (other && text !== was ? html`<b>${text}</b>` : text);
  return html`${strong(at.bay ? at.bay.name : "", other && other.bay && other.bay.name)} · ${strong(who,
    other && people(other.technicians))} · ${strong(when(at.start), other && when(other.start))}`;
}

function Gain({ of }) {
  const number = (x) => new Intl.NumberFormat(t("lang.tag"), { maximumFractionDigits: 1,
    minimumFractionDigits: 1 }).format(x);
  const items = [t("replan.late", { before: number(of.late_before), after: number(of.late_after) })];
  if (of.minutes > 0) items.push(t("replan.minutes", { time: inWords(of.minutes * 60000) }));
  if (of.minutes < 0) items.push(t("replan.minutes_more", { time: inWords(-of.minutes * 60000) }));
  if (of.people > 0) items.push(t("replan.people", { n: of.people }));
  return items.map((text) => html`<li class="tag" key=${text}>${text}</li>`);
}

const most = 6;
function Shifts({ word, of }) {
  if (!of || of.length === 0) return null;
  const list = of.slice(0, most).map((one) =>
    `${plate(one.plate)} ${inWords(Math.abs(one.minutes) * 60000)}${one.makes_late
    ? ` (${t("replan.makes_late")})` : ""}`);
  return html`<p class="shifts soft">${t(word, { list: joined(list) })}
    ${of.length > most ? ` ${t("replan.more", { n: of.length - most })}` : ""}</p>`;
}

/** What the planner changed by itself lately, with a way back. */
export function Adopted({ of }) {
  return html`<section class="replan is-done" aria-label=${t("replan.by_itself")}><div class="replan-head">
    <${Icon} name="circle-check" />
    <div class="replan-why" role="status"><h2>${t("replan.by_itself")} <small class="soft">${time(of.at)}</small></h2>
      <p>${of.note || ""} ${t("replan.changed", { plates: joined((of.plates || []).map((one) => plate(one))) })}
      </p></div>
    <div class="row replan-buttons"><button class="button" id="replan-undo" onClick=${() => takeBack(of.lines,
      of.before, `undone-${Date.parse(of.at)}`)}><${Icon} name="undo-2" />${t("button.undo")}</button></div></div>
      </section>`;
}

/** How far the planner may act on its own; the supervisor's choice. */
export function Mode({ mode }) {
  const set = async (next) => {
    const settings = await api(inShop("/settings"));
    await act("configure_shop", { settings: { ...settings, plan_mode: next } },
      { undo: ["configure_shop", { settings: { ...settings, plan_mode: mode } }], said: t("replan.mode_set",
      { mode: tt("plan_mode", next) }) });
  };
  return html`<label class="mode" title=${tt("plan_mode_line", mode)}><span>${t("replan.mode")}</span>
    <select class="input" name="plan_mode" value=${mode} onChange=${(event) => set(event.target.value)}>
    ${["suggest", "approve", "auto"].map((one) => html`<option key=${one} value=${one} selected=${one === mode}>
      ${tt("plan_mode", one)}</option>`)}</select></label>`;
}
