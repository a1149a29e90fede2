// @ts-check
// Dialogs and forms. Most pages need only ask(): a titled dialog of fields that sends and closes.

import { html, signal, useEffect, useRef, useState } from "../vendor/preact.js";
import { Icon } from "./icon.js";
import { Choices } from "./status.js";
import { TimeBox } from "./timebox.js";
import { Toasts } from "./toast.js";
import { fromBox, t, toBox } from "../lib/words.js";

/** @typedef {{draw(tools: {close(value?: any): void}): any, close(value?: any): void}} Opened */

const open = signal(/** @type {Opened[]} */ ([]));

/**
 * Opens a dialog and answers what it was closed with (undefined when dismissed):
 *   const chosen = await dialog(({close}) => html`<${Sheet} title="..." close=${close}>...<//>`);
 * @param {Opened["draw"]} draw
 * @returns {Promise<any>}
 */
export function dialog(draw) {
  return new Promise((resolve) => {
    /** @type {Opened} */
    const one = { draw, close: (value) => { open.value = open.value.filter((other) => other !== one);
      resolve(value); } };
    open.value = [...open.value, one];
  });
}

/** The place where dialogs appear; mount() puts one on every page. */
export function Dialogs() {
  return open.value.map((one, n) => html`<${Draw} key=${n} one=${one} />`);
}
const Draw = ({ one }) => one.draw({ close: one.close });

/**
 * One modal dialog: a head with a close button, the body, and foot for the buttons. Nothing outside an open
 * dialog can be pressed, so the toasts are in it too.
 */
export function Sheet({ title, close, foot, wide, children }) {
  const box = useRef(/** @type {HTMLDialogElement} */ (null));
  useEffect(() => {
    box.current.showModal();
    // Without a field to begin with, the dialog itself has the focus, not the button that closes it.
    if (document.activeElement && document.activeElement.closest(".dialog-head")) box.current.focus();
  }, []);
  const outside = (event) => { if (event.target === box.current) close(); };
  return html`<dialog ref=${box} tabindex="-1" class=${wide ? "wide" : ""}
    onCancel=${(event) => { event.preventDefault(); close(); }} onMouseDown=${outside}>
    <div class="dialog-head"><h2>${title}</h2>
      <button type="button" class="button quiet icon-only" aria-label=${t("button.close")} onClick=${() => close()}>
        <${Icon} name="x" /></button></div>
    <div class="dialog-body">${children}</div>
    ${foot && html`<div class="dialog-foot">${foot}</div>`}
    <${Toasts} /></dialog>`;
}

/**
 * ask({title, intro, fields, submit, danger, send}) answers the values, or undefined when dismissed.
 *   fields  [{name, label, type, value, options, required, hint, placeholder, when}], type one of
 *           text number textarea select choices tick time datetime; options [{value, label, icon}] or a
 *           function of the values so far; when(values) hides a field; datetime reads and gives RFC 3339;
 *           own={({value, onChange, values, fill}) => ...} draws a box of the asker's instead of one by type; fill sets
 *           others
 *   send    async (values) => ...: usually an api() call. The dialog waits for it and stays open, with
 *           the refusal in it, when it throws; pass {quiet: true} to api so that it is said once
 * @param {{title: string, intro?: string, submit?: string, danger?: boolean, send?(values: any): unknown,
 *   fields: import("../check/types/pages").FormField[]}} options
 */
export function ask(options) {
  return dialog(({ close }) => html`<${Form} ...${options} close=${close} />`);
}

function Form({ title, intro, fields, submit, danger, send, close }) {
  const [values, setValues] = useState(() => Object.fromEntries(fields.map((f) => [f.name, start(f)])));
  const [wrong, setWrong] = useState("");
  const [missing, setMissing] = useState({});
  const [busy, setBusy] = useState(false);
  const set = (name) => (value) => { setValues((old) => ({ ...old, [name]: value })); setMissing({}); };
  const seen = fields.filter((f) => !f.when || f.when(values));

  const submitted = async (event) => {
    event.preventDefault();
    const gaps = Object.fromEntries(seen.filter((f) => f.required && (values[f.name] === "" || values[f.name] == null))
      .map((f) => [f.name, true]));
    setMissing(gaps);
    if (Object.keys(gaps).length) return;
    const out = Object.fromEntries(seen.map((f) => [f.name, finish(f, values[f.name])]));
    setBusy(true);
    setWrong("");
    try {
      if (send) await send(out);
      close(out);
    } catch (error) {
      setWrong(error.message);
      setBusy(false);
    }
  };
  const foot = html`<button type="button" class="button" onClick=${() => close()}>${t("button.cancel")}</button>
    <button type="submit" form="ask" class="button ${danger ? "danger" : "primary"}" aria-busy=${String(busy)}>
      ${submit || t("button.save")}</button>`;
  return html`<${Sheet} title=${title} close=${close} foot=${foot}>
    <form id="ask" class="stack" novalidate onSubmit=${submitted}>
      ${intro && html`<p class="soft">${intro}</p>`}
      ${seen.map((f, n) => html`<${Field} key=${f.name} ...${f} first=${n === 0} values=${values}
        value=${values[f.name]} missing=${missing[f.name]} onChange=${set(f.name)}
        fill=${(more) => setValues((old) => ({ ...old, ...more }))} />`)}
      ${wrong && html`<p class="row" role="alert"><span class="chip is-late">${wrong}</span></p>`}
    </form><//>`;
}

const start = (f) => (f.type === "datetime" ? toBox(f.value) : f.value !== undefined && f.value !== null ? f.value
  : f.type === "tick" ? false : "");
function finish(f, value) {
  if (f.type === "datetime") return fromBox(value);
  if (f.type === "number") return value === "" ? undefined : Number(value);
  return typeof value === "string" ? value.trim() : value;
}

/** One labelled box; used by ask() and by pages that draw their own form.
 * @param {import("../check/types/pages").FormField & Record<string, any>} props */
export function Field({ name, label, type = "text", own, value, onChange, options = [], required, hint, placeholder,
  missing, first, values, fill }) {
  const list = typeof options === "function" ? options(values) : options;
  const common = { class: "input", name, value, placeholder, autofocus: first, "aria-invalid": missing ? "true"
    : undefined, onInput: (event) => onChange(event.target.value) };
  if (type === "tick") {
    return html`<label class="tick"><input type="checkbox" name=${name} checked=${value}
      onChange=${(event) => onChange(event.target.checked)} /><span>${label}</span></label>`;
  }
  const box = own ? html`<${own} value=${value} onChange=${onChange} values=${values} fill=${fill} />`
    : type === "choices" ? html`<${Choices} options=${list} value=${value} onChange=${onChange} />`
    : type === "textarea" ? html`<textarea ...${common}></textarea>`
      : type === "select" ? html`<select ...${common}><option value="">${t("form.choose")}</option>
        ${list.map((one) => html`<option key=${one.value} value=${one.value}>${one.label}</option>`)}</select>`
        : type === "datetime" ? html`<${TimeBox} name=${name} value=${value} onChange=${onChange} missing=${missing} />`
          : html`<input ...${common} type=${type} step=${type === "number" ? "any" : undefined} />`;
  const inside = html`<span>${label}${required ? "" : html` <small class="faint">${t("form.optional")}</small>`}
    </span>${box}
    ${missing ? html`<small class="bad">${t("form.required", { field: label })}</small>`
      : hint && html`<small>${hint}</small>`}`;
  // A label around several boxes would press the first of them.
  return own || type === "choices" || type === "datetime" ? html`<div class="field">${inside}</div>`
    : html`<label class="field">${inside}</label>`;
}
