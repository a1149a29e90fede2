// @ts-check
// A small drawing of each screen for its card on the start page: layout only, in the screen's own colours.

import { html } from "../../vendor/preact.js";

const box = (x, y, w, h, fill, r = 1.5) => html`<rect x=${x} y=${y} width=${w} height=${h} rx=${r} fill=${fill} />`;
const dot = (x, y, r, fill) => html`<circle cx=${x} cy=${y} r=${r} fill=${fill} />`;
const dark = { ground: "#0b1220", panel: "#1a2438", line: "#2c3a58", ink: "#e8eef7", soft: "#6d7a92", work: "#3d5282",
  plan: "#223050" };
const light = { ground: "#f5f7fa", panel: "#ffffff", line: "#dfe5ee", ink: "#33415c", soft: "#b6c2d4", nav: "#0f1a2e" };
const health = { ready: "#2fbf8f", risk: "#f0e442", late: "#ff7a45", stopped: "#56b4e9" };

function board() {
  const counts = [dark.line, dark.line, health.stopped, health.risk, health.late, health.ready];
  const columns = [[health.risk, 0, 0], [health.late, health.risk, 0, 0], [health.stopped, health.stopped], [0, 0],
    [0, health.risk], [health.ready, health.ready, health.ready]];
  const lanes = [[8, 20, 30, 12], [12, 12, 26, 16], [4, 18, 24, 18], [30, 14, 0, 0], [0, 30, 0, 0], [6, 14, 22, 14],
    [14, 12, 0, 0]];
  return html`${box(6, 6, 26, 5, dark.ink)}
    ${counts.map((c, i) => html`${box(70 + i * 12, 5, 10, 8, dark.panel)}${box(70 + i * 12, 5, 1.2, 8, c, 0.6)}`)}
      ${box(144, 6, 11, 5, dark.ink)}
    ${columns.map((cards, i) => html`${box(6 + i * 16, 18, 14, 1, dark.line, 0.5)}
      ${cards.map((c, k) => html`${box(6 + i * 16, 22 + k * 15, 14, 13, dark.panel)}
      ${c ? box(6 + i * 16, 22 + k * 15, 1.2, 13, c, 0.6) : ""}${box(9 + i * 16, 25 + k * 15, 9, 2.4, dark.ink, 0.8)}
        ${box(9 + i * 16, 29.5 + k * 15, 6, 1.6, dark.soft, 0.8)}`)}`)}
    ${box(105, 18, 50, 74, "#121b2d")}${lanes.map(([a, b, c, d], i) => html`${box(108 + a * 0.9, 22 + i * 10, b * 0.9,
      7, i === 4 ? "#6b6730" : dark.work)}${d ? box(108 + c * 0.9, 22 + i * 10, d * 0.9, 7, dark.plan) : ""}`)}
    ${box(124, 18, 0.8, 74, dark.ink, 0)}`;
}

function lounge() {
  return html`${box(10, 8, 38, 8, dark.ink)}${box(126, 8, 24, 8, dark.ink)}${[4, 4, 3, 2, 1, 1].map((step, i) => {
    const y = 22 + i * 12, done = step === 4;
    return html`${box(10, y, 140, 10, done ? "#0f3a33" : dark.panel)}${done ? box(10, y, 1.6, 10, health.ready, 0.8)
      : ""}${box(15, y + 3.2, 24, 3.6, done ? "#7fe3c2" : dark.ink, 1)}
      ${[0, 1, 2, 3, 4].map((n) => html`${n ? box(52 + n * 9 - 7, y + 4.6, 5, 0.8, n <= step ? "#9fb0cc" : dark.line,
        0.4) : ""}${dot(54 + n * 9, y + 5, n === step && !done ? 2.2 : 1.6, done ? "#7fe3c2" : n <= step ? dark.ink
        : dark.line)}`)}
      ${box(120, y + 3.2, 24, 3.6, done ? "#7fe3c2" : dark.ink, 1)}`;
  })}`;
}

function welcome() {
  return html`${box(52, 2, 56, 96, "#16233f", 3)}${box(62, 9, 36, 8, dark.ink)}${box(70, 20, 20, 2, dark.soft)}
    ${box(57, 27, 46, 15, "#134e43", 2)}${box(57, 27, 1.4, 15, health.ready, 0.7)}${box(62, 31, 22, 3.4, "#dff7ee")}
      ${box(62, 37, 34, 1.8, "#7fbfa8")}
    ${[0, 1, 2, 3].map((i) => html`${box(57, 46 + i * 12, 46, 10, dark.panel, 2)}${box(60, 49.5 + i * 12, 8, 3.4,
      dark.ink)}${box(72, 48.6 + i * 12, 14, 2.6, dark.ink)}${box(72, 52.8 + i * 12, 8, 1.4, dark.soft)}
      ${box(93, 49.8 + i * 12, 7, 2, dark.soft)}`)}`;
}

function advisor() {
  const chips = ["#ffd3bd", "#f7e38a", "#f7e38a", "#bfe0f7", light.line, "#b9ead6"];
  return html`${box(0, 0, 22, 100, light.nav, 0)}${[0, 1, 2, 3].map((i) => box(5, 20 + i * 7, i === 0 ? 14 : 11, 2.4,
    i === 0 ? "#ffffff" : "#4b5f86"))}${box(5, 8, 11, 3.4, "#ffffff")}
    ${box(29, 8, 30, 4.4, light.ink)}${["#c2410c", "#0b6bb5", "#067a55"].map((c,
      i) => html`${box(29 + i * 42.5, 18, 39, 20, light.panel, 2)}${box(29 + i * 42.5, 18, 1.4, 20, c, 0.7)}
      ${box(34 + i * 42.5, 22, 18, 3, light.ink)}${box(34 + i * 42.5, 27, 28, 1.8, light.soft)}${box(34 + i * 42.5,
      31.5, 11, 3.6, "#1d4ed8")}`)}
    ${box(29, 43, 124, 52, light.panel, 2)}${chips.map((c, i) => html`${box(33, 47.5 + i * 8, 17, 3, light.ink)}
      ${box(57, 47.8 + i * 8, 12, 2.2, light.soft)}${box(78, 47 + i * 8, 12, 4, c, 1.4)}${box(98, 47.8 + i * 8, 10, 2.2,
      light.ink)}${box(116, 47.8 + i * 8, 30 - (i % 3) * 6, 2.2, light.line)}${box(29, 53.4 + i * 8, 124, 0.4,
      light.line, 0)}`)}`;
}

function dispatch() {
  const lanes = [[0, 34, 36, 22], [8, 20, 30, 30], [0, 26, 28, 18], [30, 20, 54, 24], [4, 40, 46, 20], [12, 22, 40, 26],
    [0, 18, 20, 34]];
  return html`${box(6, 7, 26, 4.4, light.ink)}${[0.8, 0.55, 0.95, 0.4].map((f,
    i) => html`${box(66 + i * 22, 8, 18, 3, light.line, 1.5)}${box(66 + i * 22, 8, 18 * f, 3, "#8ba0c8", 1.5)}`)}
    ${[0, 1, 2, 3, 4].map((i) => html`${box(6, 18 + i * 15.5, 36, 13, light.panel, 2)}${i < 2 ? box(6, 18 + i * 15.5,
      1.4, 13, i ? "#b98900" : "#c2410c", 0.7) : ""}${box(11, 21.5 + i * 15.5, 18, 3, light.ink)}
      ${box(11, 26.5 + i * 15.5, 24, 1.8, light.soft)}`)}
    ${box(47, 18, 107, 77, light.panel, 2)}${lanes.map(([a, b, c, d], i) => html`${box(51, 24.5 + i * 10, 9, 2.4,
      light.soft)}${box(65 + a, 22 + i * 10, b, 7.4, "#b9c9e8")}${box(65 + c, 22 + i * 10, d, 7.4, "#e3eaf6")}`)}
    ${box(91, 18, 0.8, 77, "#1d4ed8", 0)}${box(104, 50, 30, 9, "#1d4ed8", 2)}${box(108, 53.4, 14, 2.4, "#ffffff")}`;
}

function tech() {
  return html`${box(30, 5, 100, 90, "#1c2740", 6)}${box(34, 9, 92, 82, light.ground, 3)}${box(40, 15, 30, 5, light.ink)}
    ${box(40, 23, 44, 2.4, light.soft)}${box(40, 29, 80, 2, light.line, 1)}${box(40, 29, 46, 2, "#1d4ed8", 1)}
    ${box(40, 36, 52, 30, "#1d4ed8", 3)}<path d="M62 45 l10 6 l-10 6 z" fill="#ffffff" />${box(96, 36, 24, 14,
      light.panel, 2)}${box(96, 52, 24, 14, light.panel, 2)}${box(101, 41.5, 14, 2.6, light.soft)}${box(101, 57.5, 14,
      2.6, light.soft)}
    ${[0, 1, 2].map((i) => html`${box(40 + i * 27.2, 72, 25, 14, light.panel, 2)}${box(43 + i * 27.2, 76, 13, 2.6,
      light.ink)}${box(43 + i * 27.2, 80.6, 17, 1.6, light.soft)}`)}`;
}

function appointments() {
  /** @type {[number, number, string][]} */
  const booked = [[0, 1, "#b9c9e8"], [0, 3, "#b9c9e8"], [1, 0, "#b9ead6"], [1, 2, "#b9c9e8"], [2, 1, "#b9c9e8"],
    [2, 2, "#f7e38a"], [3, 0, "#b9ead6"], [3, 3, "#b9c9e8"]];
  return html`${box(8, 8, 34, 4.4, light.ink)}${box(118, 7, 34, 6.4, "#1d4ed8", 2)}${box(8, 19, 144, 76,
    light.panel, 2)}
    ${[0, 1, 2, 3].map((n) => html`${box(30 + n * 31, 23, 14, 2.6, light.ink)}${box(26 + n * 31, 19, 0.4, 76,
      light.line, 0)}`)}
    ${[0, 1, 2, 3].map((n) => html`${box(12, 34 + n * 15, 9, 2.4, light.soft)}${box(8, 30 + n * 15, 144, 0.4,
      light.line, 0)}`)}
    ${booked.map(([x, y, c]) => html`${box(28 + x * 31, 32 + y * 15, 27, 11, c, 2)}${box(31 + x * 31, 35 + y * 15, 14,
      2.4, light.ink)}${box(31 + x * 31, 39 + y * 15, 9, 1.4, "#6b7a94")}`)}`;
}

function parts() {
  return html`${box(8, 8, 28, 4.4, light.ink)}${["#0b6bb5", "#b98900", "#067a55"].map((c,
    i) => html`${box(8 + i * 50, 18, 44, 6, light.panel, 2)}${box(8 + i * 50, 18, 1.4, 6, c, 0.7)}${box(13 + i * 50, 20,
    16, 2.2, light.soft)}
    ${[0, 1, 2, 3].slice(0, 4 - i).map((k) => html`${box(8 + i * 50, 28 + k * 17, 44, 14.5, light.panel, 2)}
      <path d=${`M${14 + i * 50} ${31.6 + k * 17} l4 2 v4.6 l-4 2 l-4 -2 v-4.6 z`} fill="none" stroke=${light.soft}
      stroke-width="1.2" />
      ${box(22 + i * 50, 31.6 + k * 17, 22, 2.6, light.ink)}${box(22 + i * 50, 36.4 + k * 17, 15, 1.8,
        light.soft)}`)}`)}`;
}

function inspection() {
  return html`${box(30, 5, 100, 90, "#1c2740", 6)}${box(34, 9, 92, 82, light.ground, 3)}${box(40, 15, 26, 5, light.ink)}
    ${box(96, 15, 24, 5, "#e2f1fc", 2)}
    ${[1, 1, 1, 0].map((done, i) => html`${box(40, 26 + i * 11, 80, 9, light.panel, 2)}${dot(46, 30.5 + i * 11, 2.6,
      done ? "#067a55" : light.line)}${done ? html`<path d=${`M44.6 ${30.6 + i * 11} l1 1.1 l1.9 -2.2`} stroke="#fff"
      stroke-width="0.9" fill="none" />` : ""}${box(53, 29.2 + i * 11, 40 - i * 6, 2.6, light.ink)}`)}
    ${box(40, 73, 38, 13, light.panel, 3)}${box(53, 78, 12, 3, "#a8370a")}${box(82, 73, 38, 13, "#067a55", 3)}
      ${box(95, 78, 12, 3, "#ffffff")}`;
}

function reports() {
  const rows = [[14, 10], [26, 22], [38, 40], [52, 48], [66, 70], [80, 76]];
  return html`${box(8, 8, 34, 4.4, light.ink)}${[0, 1, 2, 3].map((i) => html`${box(8 + i * 37, 18, 33, 15, light.panel,
    2)}${box(12 + i * 37, 21.5, 14, 4, light.ink)}${box(12 + i * 37, 28, 20, 1.8, light.soft)}`)}
    ${box(8, 38, 66, 57, light.panel, 2)}<path d="M14 89 L68 44" stroke=${light.soft} stroke-width="0.8"
      stroke-dasharray="2 2" />${rows.map(([x, y]) => dot(14 + x * 0.6, 89 - y * 0.52, 2, "#1d4ed8"))}
    ${box(78, 38, 74, 57, light.panel, 2)}${[0, 1, 2, 3, 4, 5].map((i) => html`${box(83, 44 + i * 8.4, 16, 2.4,
      light.ink)}${box(106, 44.2 + i * 8.4, 10, 2, light.soft)}${box(122, 44.2 + i * 8.4, 10, 2, light.soft)}
      ${box(138, 44.2 + i * 8.4, 9, 2, light.soft)}`)}`;
}

const drawings = { reports, board, lounge, welcome, advisor, dispatch, appointments, parts, tech, inspection };
const tablets = ["tech", "inspection"];

export function Thumb({ of }) {
  const wall = of === "board" || of === "lounge" || of === "welcome";
  return html`<svg class="thumb" viewBox="0 0 160 100" preserveAspectRatio=${tablets.includes(of) || of === "welcome"
    ? "xMidYMid meet" : "xMinYMin slice"} aria-hidden="true" style="background:${wall ? dark.ground
    : tablets.includes(of) ? "#dfe5ee" : light.ground}">${drawings[of]()}</svg>`;
}
