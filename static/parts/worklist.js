// @ts-check
// Choosing work from the shop's standard labour times: type to search, press to add.

import { html, useEffect, useState } from "../vendor/preact.js";
import { inShop } from "./act.js";
import { api } from "../lib/api.js";
import { Icon } from "./icon.js";
import { manHours, named } from "../lib/cars.js";
import { t, tt } from "../lib/words.js";

/** onAdd gets a line of the catalogue; chosen are codes already taken, shown with a tick. */
export function WorkList({ onAdd, chosen = [] }) {
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState(null);
  useEffect(() => {
    const asking = new AbortController();
    const wait = setTimeout(() => {
      api(inShop("/catalogue", { q: typed.trim(), limit: 40 }), undefined, { quiet: true, signal: asking.signal })
        .then((answer) => setFound(answer.times), (error) => { if (error.name !== "AbortError") setFound([]); });
    }, typed ? 150 : 0);
    return () => { clearTimeout(wait); asking.abort(); };
  }, [typed]);
  return html`<div class="worklist">
    <label class="search"><${Icon} name="search" /><input class="input" name="work" autocomplete="off"
      placeholder=${t("work.search")} aria-label=${t("work.search")} value=${typed}
      onInput=${(event) => setTyped(event.target.value)} /></label>
    <ul class="worklist-found">${found === null ? html`<li class="soft">${t("list.loading")}</li>` : found.length === 0
      ? html`<li class="soft">${t("work.none")}</li>`
      : found.map((line) => html`<li key=${line.code}><button type="button" class="button quiet" data-code=${line.code}
        onClick=${() => onAdd(line)}>
          <${Icon} name=${chosen.includes(line.code) ? "check" : "plus"} /><span class="cut">${named(line)}</span>
            <small>${tt("trade", line.trade)} · ${manHours(line.standard_minutes)}</small></button></li>`)}</ul></div>`;
}
