// @ts-check
// What just happened, at the bottom of the page, with ten seconds to take it back.

import { html, signal } from "../vendor/preact.js";
import { t } from "../lib/words.js";
import { Icon } from "./icon.js";

const shown = signal(/** @type {{id: number, text: string, kind: string, undo?: () => unknown}[]} */ ([]));
let last = 0;

/**
 * toast("已派工", {undo: () => api(...)}) shows a line; kind is "good" (default), "bad" or "plain".
 * With undo it stays ten seconds and offers 撤销; a bad one stays ten seconds too, another four.
 * @param {string} text
 * @param {{kind?: "good"|"bad"|"plain", undo?: () => unknown}} [options]
 */
export function toast(text, { kind = "good", undo } = {}) {
  const one = { id: ++last, text, kind, undo };
  shown.value = [...shown.value.filter((other) => other.text !== text), one].slice(-3);
  setTimeout(() => dismiss(one.id), undo || kind === "bad" ? 10000 : 4000);
}

/** @param {number} id */
export function dismiss(id) {
  shown.value = shown.value.filter((one) => one.id !== id);
}

const icons = { good: "circle-check", bad: "octagon-alert", plain: "info" };

/** The place where toasts appear; mount() puts one on every page. */
export function Toasts() {
  const takeBack = (one) => { dismiss(one.id); one.undo(); };
  return html`<div class="toasts" role="status" aria-live="polite">${shown.value.map((one) => html`
    <div class="toast is-${one.kind}" key=${one.id}>
      <${Icon} name=${icons[one.kind]} /><span>${one.text}</span>
      ${one.undo && html`<button class="button" onClick=${() => takeBack(one)}>${t("button.undo")}</button><i></i>`}
    </div>`)}</div>`;
}
