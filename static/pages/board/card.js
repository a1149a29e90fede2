// @ts-check
// One car on the workshop board: the plate largest, then what, where and by whom, how far, and when.

import { html, useMemo } from "../../vendor/preact.js";
import { Icon, flagIcon, stageIcon } from "../../parts/icon.js";

const text = window.BaylineText;

/** The class of a card's health: the view says at_risk, the sheets say risk. */
export const health = (card) => (card.risk === "at_risk" ? "risk" : card.risk || "unknown");

/** A name of the shop's. */
export const words = (name) => text.name(name || {});

/** How long, short enough for a card and never to be taken for a time of day: 12 min, 1.2 h, 16 h, 2 d. */
export function span(ms) {
  const hours = Math.max(0, ms) / 3600e3;
  if (hours < 1) return text.words(hours * 3600e3);
  if (hours < 10) return text.t("time.hours", { n: (Math.floor(hours * 10) / 10).toFixed(1) });
  return hours < 48 ? text.t("time.hours", { n: Math.floor(hours) }) : text.t("board.days",
    { n: Math.floor(hours / 24) });
}

/** A plate with a narrow dot: in Chinese letters the dot would be as wide as a character. */
export function Plate({ of }) {
  const [, head, tail] = /^([^·]*)·(.*)$/.exec(text.plate(of)) || [0, text.plate(of), ""];
  return html`<span class="plate">${head}${tail && html`<i>·</i>${tail}`}</span>`;
}

// The day of a time in one short word: nothing today, the weekday within a week, else the date.
function dayOf(time, at) {
  const key = text.dayKey(time);
  if (key === text.dayKey(at)) return "";
  const far = Math.abs(Number(new Date(time)) - at) > 6 * 864e5;
  return far ? text.date(time) : text.t(`date.weekday.${new Date(key).getUTCDay()}`);
}

const clockOf = (time, at) => `${dayOf(time, at)} ${text.time(time)}`.trim();

export const stageWords = (card) => html`<${Icon} name=${stageIcon[card.stage]} />${text.t(`stage.${card.stage}`)}`;

/** Minutes worked until now. */
export const usedMinutes = (card, at) => card.used_minutes + (card.running_since ? Math.max(0,
  (at - Date.parse(card.running_since)) / 6e4) : 0);

const telling = ["risk", "late", "unknown"];
const working = (card) => card.stage === "in_repair";
const hasWho = (card) => card.column !== "ready" && !!(card.technicians || card.bay_name || card.stop_reason);
const hasChip = (card) => telling.includes(health(card)) || !!card.stop_reason;

/** Height of a card in base sizes. It follows from the content, so that a column knows what fits before it is drawn. */
export function cardHeight(card) {
  return 6.2 + (hasChip(card) ? 1.65 : 0) + (hasWho(card) ? 1.3 : 0) + (working(card) ? 0.6 : 0);
}

/** Drawn anew only when something it shows has changed: the newest values of a view stay the same objects. */
export const Card = (props) => useMemo(() => draw(props), [props.card, props.height, props.at, props.fresh]);

/** What makes a card worth a look; a forecast that moves by minutes does not. */
export const newsOf = (card) => card && [card.stage, card.bay, card.planned ? "" : card.technicians, card.promised_at,
  card.risk, card.stop_reason, card.notified].join("|");

function draw({ card, height, at, fresh, where }) {
  const kind = health(card), late = kind === "late";
  return html`<article class="bcard edge is-${kind} ${fresh ? "changed" : ""}" data-visit=${card.visit}
    data-stage=${card.stage} style=${height ? `height:${height}rem` : undefined}>
    <div class="bcard-top"><${Plate} of=${card.plate} /></div>
    <div class="bcard-what"><span class="cut">${where && html`<span class="bcard-where">${where}</span>`}${what(card)}
      </span><${Flags} of=${card.flags} /></div>
    ${hasChip(card) && html`<div class="bcard-chip">${chip(card, kind, at)}</div>`}
    ${hasWho(card) && html`<div class="bcard-who cut ${card.planned && card.stage !== "dispatched" ? "is-plan" : ""}">
      ${who(card, at)}</div>`}
    ${working(card) && html`<div class="bar is-${kind}"><i style="width:${share(card, at)}%"></i></div>`}
    <div class="bcard-foot"><div class="bcard-since"><span>${since(card, at)}</span>${eta(card, late, at)}</div>
      <b>${card.promised_at ? promise(card, at) : "–"}</b></div>
  </article>`;
}

// Flags worth a mark from afar: a card has little room.
const loud = { waiter: true, help: true, comeback: true, special: true, additional: true, overnight: true };

const Flags = ({ of = [] }) => html`<span class="bcard-flags">${of.filter((flag) => loud[flag]).map((flag) => html`
  <${Icon} name=${flagIcon[flag]} label=${text.t(`flag.${flag}`)} class="is-${flag}" key=${flag} />`)}</span>`;

function what(card) {
  if (card.column === "ready") {
    const told = text.t(card.stage === "settled" ? "stage.settled" : card.notified ? "board.told" : "board.not_told");
    return card.advisor ? `${text.t("board.advisor", { advisor: card.advisor })} · ${told}` : told;
  }
  if (card.stage === "wait_inspection"
    && card.level) return `${text.t(`level.${card.level}`)} · ${text.t(`class.${card.class}`)}`;
  if (card.stage === "washing" || card.stage === "wait_wash"
    || card.stage === "rework") return text.t(`stage.${card.stage}`);
  const more = card.more_work ? ` +${card.more_work}` : "";
  return words(card.work) + more;
}

// What stands still says why and until when; what is late says by how much.
function chip(card, kind, at) {
  if (card.stop_reason) {
    const second = kind !== "stopped" && kind !== "normal" ? html`<span class="chip is-${kind}">
      ${text.t(`health.${kind}`)}</span>` : null;
    return html`<span class="chip is-stopped cut">${text.t(`board.stop.${card.stop_reason}`)}</span>${second}`;
  }
  if (kind === "late") {
    const over = at - Date.parse(card.promised_at);
    const will = card.eta ? Date.parse(card.eta) - Date.parse(card.promised_at) : 0;
    const said = over > 0 ? text.t("health.late_by", { time: span(over) }) : will >= 6e4 ? text.t("board.will_be_late",
      { time: span(will) }) : text.t("health.late");
    return html`<span class="chip is-late cut">${said}</span>`;
  }
  return html`<span class="chip is-${kind}">${text.t(`health.${kind}`)}</span>`;
}

function who(card, at) {
  const names = (card.technicians || []).join(" + ");
  if (card.stop_reason) {
    const owner = text.has(`role.${card.stop_owner}`) ? text.t(`role.${card.stop_owner}`) : card.stop_owner;
    const place = card.bay_name && !card.planned ? text.t("board.in_bay", { bay: card.bay_name })
      : text.t("board.out_of_bay");
    const until = card.stop_until ? text.t("board.until", { time: clockOf(card.stop_until, at) }) : "";
    return [until, owner, place].filter(Boolean).join(" · ");
  }
  if (!card.planned) return [card.bay_name, names].filter(Boolean).join(" · ");
  return html`<${Icon} name=${card.stage === "dispatched" ? "user-check" : "calendar-clock"} />
    ${[card.start && clockOf(card.start, at), card.bay_name, names].filter(Boolean).join(" ")}`;
}

const share = (card, at) => (card.standard_minutes > 0
  ? Math.min(100, 100 * usedMinutes(card, at) / card.standard_minutes).toFixed(1) : 0);

function since(card, at) {
  if (working(card)) return `${text.hours(usedMinutes(card, at) / 60)} / ${text.hours(card.standard_minutes / 60)} h`;
  const time = span(at - Date.parse(card.since));
  if (card.column === "ready") return `✓ ${time}`;
  return text.t(card.stage === "stopped" ? "board.stands" : card.stage === "washing" ? "board.running" : "board.waits",
    { time });
}

function eta(card, late, at) {
  if (card.column === "ready" || !card.eta) return null;
  return html`<span class="eta ${late ? "is-past" : ""}">${dayOf(card.eta, at) ? clockOf(card.eta, at)
    : text.t("board.eta", { time: text.time(card.eta) })}</span>`;
}

// The promised time; another day is named above it.
function promise(card, at) {
  const day = dayOf(card.promised_at, at);
  return html`${day && html`<small>${day}</small>`}${text.time(card.promised_at)}`;
}
