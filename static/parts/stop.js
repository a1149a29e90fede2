// @ts-check
// 停工: the reasons as a grid of large buttons; one press stops the work.

import { act } from "./act.js";
import { Sheet, dialog } from "./form.js";
import { html, useState } from "../vendor/preact.js";
import { Icon } from "./icon.js";
import { Choices } from "./status.js";
import { codes, t, tt } from "../lib/words.js";

// The reasons with an icon of their own, what is met most often first.
const ICONS = [
  ["parts", "package-search"], ["approval", "message-square"], ["decision", "circle-help"], ["equipment", "warehouse"],
    ["crew", "users"], ["estimate", "tag"],
  ["shift", "moon"], ["insurer", "shield-check"], ["warranty", "badge-check"], ["sublet", "truck"], ["customer",
    "user"], ["other", "pencil"],
];

/** Every reason that has a word, with its icon. */
export const reasons = () => [...ICONS, ...codes("stop").filter((code) => !ICONS.some(([known]) => known === code))
  .map((code) => [code, "circle-help"])];

/** Asks for the reason, then stops the line; send(body) may queue it instead. */
export const askStop = (job, send = (body) => act("stop_work", body)) =>
  dialog(({ close }) => html`<${StopSheet} job=${job} send=${send} close=${close} />`);

function StopSheet({ job, send, close }) {
  const [keep, setKeep] = useState("keep");
  const [other, setOther] = useState(false);
  const [note, setNote] = useState("");
  const stop = async (reason) => { close(true); await send({ visit: job.visit, line: job.line, reason,
    note: note.trim(), keep_bay: keep === "keep" }); };
  return html`<${Sheet} wide title=${t("stop_sheet.title")} close=${close}>
    <${Choices} value=${keep} onChange=${setKeep} options=${[{ value: "keep", label: t("stop_sheet.keep_bay"),
      icon: "warehouse" }, { value: "leave", label: t("stop_sheet.leave_bay"), icon: "move" }]} />
    <div class="reason-grid">${reasons().map(([reason, icon]) => html`<button type="button" class="button touch"
      key=${reason} data-reason=${reason} aria-pressed=${String(reason === "other" && other)}
      onClick=${() => (reason === "other" ? setOther(true) : stop(reason))}><${Icon} name=${icon} />
      ${tt("stop", reason)}</button>`)}</div>
    ${other && html`<form class="row" onSubmit=${(event) => { event.preventDefault(); if (note.trim()) stop("other");
      }}><input class="input" name="note" aria-label=${t("field.note")} placeholder=${t("field.note")} value=${note}
      onInput=${(event) => setNote(event.target.value)} />
      <button class="button primary" disabled=${!note.trim()}>${t("button.stop")}</button></form>`}<//>`;
}
