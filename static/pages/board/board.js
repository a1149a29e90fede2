// @ts-check
// The workshop board: six answers, the cars by column, the bays on a time axis. It hangs on a wall without a mouse;
// on a phone the same cars are one list with a filter.
//
//   ?layout=both | columns | bays   what is shown; without it both, or one after the other where letters must be larger
//   ?inch=55&m=5                    the screen's diagonal and how far away it is read

import { batch, html, render, signal } from "../../vendor/preact.js";
import { Card, cardHeight, health, newsOf, stageWords } from "./card.js";
import { Bays } from "./bays.js";
import { Icon } from "../../parts/icon.js";

const wall = window.BaylineWall, text = wall.text;

// Base sizes side by side that each layout needs, and the height of a plate in base sizes: the leading text.
const ACROSS = { both: 101, columns: 67, bays: 46, tall: 50 };
const LEAD = 1.5625;
const GAP = 0.6;       // base sizes between two cards
const BAY_LEAST = 2.7; // base sizes of a bay's row
const STEP = 15e3;     // ms between two moves of everything that runs with the clock

const picture = signal({ state: {}, fresh: new Set() });
const page = signal({ view: "both", slots: {}, bays: 0, bayPages: 1 });
const moment = signal(0);       // the shop's time, in steps
const filter = signal("");      // of the phone's list
let placed = {};                // column -> ids known when the page was drawn
let pages = {};                 // column -> its pages of ids
let changedAt = new Map();      // key -> when it changed, for ten seconds of highlight

const phone = () => innerWidth < 700;
const tall = () => !phone() && innerHeight > innerWidth;
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
const cardsOf = (state) => (state["order/cards"] || []).map((id) => state[`cards/${id}`]).filter(Boolean);
const baysOf = (state) => (state["order/bays"] || []).map((id) => state[`bays/${id}`]).filter(Boolean);

// ---- the frame

function frame() {
  document.title = text.t("nav.board");
  const root = document.documentElement, asked = wall.asked.layout;
  root.style.fontSize = "";
  root.classList.toggle("is-phone", phone());
  const refusal = phone() ? "" : wall.size(LEAD, ACROSS[asked] && asked !== "both" ? ACROSS[asked] : tall()
    ? ACROSS.tall : ACROSS.columns);
  const view = asked === "columns" || asked === "bays" ? asked : tall() || innerWidth / rem() >= ACROSS.both - 2
    ? "both" : "turns";
  page.value = { ...page.value, view, slots: {} };
  render(null, document.body);
  render(refusal ? html`<p class="wall-empty">${refusal}</p>` : html`<${Frame} />`, document.body);
  if (refusal) return;
  measure();
  wall.turn(draw);
}

function Frame() {
  const { view } = page.value;
  return html`<div class="wall wall-shift board is-${view}">
    <header class="wall-head"><${Title} /><${Six} /><div class="wall-clock push" key="clock"></div>
      <i class="link-dot" key="dot"></i></header>
    <main class="wall-main board-main">${phone() ? html`<${List} />` : html`
      ${view !== "bays" && html`<${Columns} />`}${view !== "columns" && html`<${BayPanel} />`}`}</main>
    <footer class="wall-foot" key="foot"><span class="wall-pages"></span><div class="wall-progress"><i></i></div>
      </footer></div>
    <div class="wall-banner" hidden key="banner"></div>`;
}

function Title() {
  const { state } = picture.value, today = state.today || {};
  const rate = today.settled ? Math.round(1000 * today.on_time / today.settled) / 10 + "%" : "–";
  return html`<h1>${text.t("board.title")}<small>${wall.shopName()} · ${text.t("board.today",
    { n: today.cars || 0 })} · ${text.t("board.on_time", { rate })}</small></h1>`;
}

const answers = [["in_repair", ""], ["free_technicians", ""], ["waiting_parts", "stopped"], ["at_risk", "risk"],
  ["late", "late"], ["ready", "ready"]];
const marks = { risk: "▲ ", late: "! ", ready: "✓ " };

function Six() {
  const counts = picture.value.state.counters;
  return html`<div class="wall-six">${answers.map(([name, kind]) => html`
    <div class="is-${kind || "plain"} ${counts && !counts[name] ? "is-zero" : ""}" data-answer=${name} key=${name}>
      <b>${counts ? counts[name] : "–"}</b><span>${marks[kind] || ""}${text.t(`counter.${name}`)}</span>
        </div>`)}</div>`;
}

// ---- columns

const columnsOf = (state) => state.columns || [];

function ColumnHead({ column }) {
  return html`<h2 class=${column.over ? "is-over" : ""}>${text.t(`board.column.${column.column}`)}
    <span>${column.over && html`<${Icon} name="triangle-alert" />`}<b>${column.count}</b>
      ${column.limit > 0 && html`<small>/${column.limit}</small>`}</span></h2>`;
}

function Columns() {
  const { state, fresh } = picture.value, { slots } = page.value;
  return html`<section class="cols">${columnsOf(state).map((column) => html`
    <div class="col" data-column=${column.column} key=${column.column}><${ColumnHead} column=${column} />
      <div class="col-cards">${(slots[column.column] || []).map((slot) => {
        const card = state[`cards/${slot.id}`];
        return slot.gone || !card
          ? html`<div class="gone" style="height:${slot.height}rem" key=${`gone-${slot.id}`}></div>`
          : html`<${Card} card=${card} height=${slot.height} at=${moment.value} fresh=${fresh.has(`cards/${slot.id}`)}
            key=${slot.id} />`;
      })}</div><p class="col-more">${rest(column, slots[column.column] || [])}</p></div>`)}</section>`;
}

// How many more cars the column has on its other pages.
function rest(column, slots) {
  const more = column.count - slots.filter((slot) => !slot.gone).length;
  return more > 0 ? text.t("board.more", { n: more }) : "";
}

// Room for cards in each column, in base sizes; every column is as high as the others of its row.
let room = {};

function measure() {
  room = {};
  document.querySelectorAll(".col-cards")
    .forEach((box) => { room[box.parentElement.dataset.column] = box.clientHeight / rem(); });
}

function pagesOf(column, cards) {
  const list = [[]], most = room[column] || 30;
  let used = 0;
  for (const card of cards) {
    const height = cardHeight(card) + GAP;
    if (used + height > most + GAP && list[list.length - 1].length) {
      list.push([]);
      used = 0;
    }
    list[list.length - 1].push({ id: card.visit, height: height - GAP });
    used += height;
  }
  return list;
}

// ---- turning pages

function draw(n) {
  const { state } = picture.value, { view } = page.value;
  if (!Object.keys(room).length || columnsOf(state).some((column) => room[column.column] === undefined)) measure();
  const cards = cardsOf(state);
  placed = {};
  pages = {};
  for (const { column } of columnsOf(state)) {
    const own = cards.filter((card) => card.column === column);
    placed[column] = new Set(own.map((card) => card.visit));
    pages[column] = pagesOf(column, own);
  }
  const carPages = view === "bays" ? 0 : Math.max(1, ...Object.values(pages).map((list) => list.length));
  const bays = bayPlaces(baysOf(state).length);
  const all = phone() ? 1 : view === "turns" ? carPages + bays.pages : Math.max(carPages, view === "columns" ? 1
    : bays.pages);
  const now = n < all ? n : 0;
  const slots = {};
  for (const column of Object.keys(pages)) slots[column] = pages[column][now % pages[column].length].map((slot) =>
    ({ ...slot }));
  const onBays = view === "turns" && now >= carPages;
  /** @type {HTMLElement} */ (document.querySelector(".board")).dataset.turn = onBays ? "bays" : "columns";
  page.value = { view, slots, bays: onBays ? now - carPages : now % bays.pages, bayPages: bays.pages };
  const longest = Math.max(1, ...Object.values(slots).map((list) => list.length), view === "columns" ? 0 : bays.each);
  return { page: now, pages: all, rows: longest };
}

// Between two page changes cards stay where they are: one that leaves keeps its place empty, one that comes is
// added below; where there is no room for it the column alone goes on to the page that has it.
function keepPlaces(state) {
  const slots = { ...page.value.slots }, cards = cardsOf(state);
  for (const { column } of columnsOf(state)) {
    if (!placed[column]) continue;
    const own = cards.filter((card) => card.column === column), ids = new Set(own.map((card) => card.visit));
    const list = (slots[column] || []).map((slot) => (slot.gone === !ids.has(slot.id) ? slot : { ...slot,
      gone: !ids.has(slot.id) }));
    for (const card of own) {
      if (placed[column].has(card.visit)) continue;
      placed[column].add(card.visit);
      const height = cardHeight(card), used = list.reduce((sum, slot) => sum + slot.height + GAP, 0);
      if (used + height <= (room[column] || 30)) {
        list.push({ id: card.visit, height });
      } else {
        pages[column] = pagesOf(column, own);
        list.splice(0, list.length, ...pages[column].find((one) => one.some((slot) => slot.id === card.visit)));
      }
    }
    slots[column] = list.map((slot) => {
      const card = state[`cards/${slot.id}`];
      return card && !slot.gone ? { ...slot, height: cardHeight(card) } : slot;
    });
  }
  page.value = { ...page.value, slots };
}

// ---- bays

const bayRoom = () => {
  const box = document.querySelector(".bay-rows");
  return box ? box.clientHeight / rem() : 30;
};

function bayPlaces(count) {
  const most = Math.max(1, Math.floor(bayRoom() / BAY_LEAST)), turns = Math.max(1, Math.ceil(count / most));
  return { pages: turns, each: Math.ceil(count / turns) };
}

function BayPanel() {
  const { state } = picture.value, all = baysOf(state), { bays, bayPages } = page.value;
  const each = Math.ceil(all.length / bayPages);
  return html`<${Bays} bays=${all.slice(bays * each, bays * each + each)} at=${moment.value} />`;
}

// ---- the phone's list

function List() {
  const { state, fresh } = picture.value, columns = columnsOf(state), chosen = filter.value;
  const cards = cardsOf(state).filter((card) => !chosen || card.column === chosen || health(card) === chosen);
  const choice = (value, words, count) => html`<button type="button" key=${value}
    aria-pressed=${String(chosen === value)} onClick=${() => { filter.value = value; }}>${words}<b>${count}</b>
    </button>`;
  return html`<nav class="board-filter">${choice("", text.t("board.all"), cardsOf(state).length)}
      ${columns.map((column) => choice(column.column, text.t(`board.column.${column.column}`), column.count))}</nav>
    <div class="board-list">
      ${cards.map((card) => html`<${Card} card=${card} at=${moment.value} fresh=${fresh.has(`cards/${card.visit}`)}
      where=${stageWords(card)} key=${card.visit} />`)}
      ${state.counters && !cards.length && html`<p class="wall-empty">${text.t("list.empty")}</p>`}</div>`;
}

// ---- news and the clock

function news(state, keys) {
  const first = !picture.value.state.columns, time = performance.now();
  const old = picture.value.state;
  for (const key of keys) if (!first && key.startsWith("cards/")
    && newsOf(state[key]) !== newsOf(old[key])) changedAt.set(key, time);
  const framed = !!document.querySelector(".board");
  batch(() => {
    moment.value = step();
    picture.value = { state: { ...state }, fresh: new Set(changedAt.keys()) };
    if (framed && !first) keepPlaces(state);
  });
  if (framed && first) requestAnimationFrame(() => { measure(); wall.again(); });
}

const step = () => Math.floor(wall.now() / STEP) * STEP;

function tick() {
  if (step() !== moment.value) moment.value = step();
  const old = performance.now() - 10e3;
  let calm = false;
  for (const [key, time] of changedAt) if (time < old) calm = changedAt.delete(key);
  if (calm) picture.value = { ...picture.value, fresh: new Set(changedAt.keys()) };
}

let resizing = 0;
addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(frame, 150);
});

wall.start({ screen: "board", strangers: false, frame, state: news, tick });
