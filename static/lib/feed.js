// @ts-check
// The live view of a screen as a hook, over window.BaylineLive of live.js (loaded by a plain script tag).

import { signal, useEffect, useState } from "../vendor/preact.js";
import { serverTime, t } from "./words.js";
import { shop } from "./shop.js";
import { toast } from "../parts/toast.js";

/** How the newest live view of this page is doing; Fresh shows it. null before one is opened. */
export const link = signal(/** @type {import("../check/types/pages").Status} */ (null));

/**
 * const {state, changed, status, ready} = useLive("advisor", {advisor: "a1"});
 *   state    every key of the view with its newest value ({} until the first picture)
 *   changed  the keys the last message touched, to highlight them; none at the first picture
 *   status   what live.js says of the link (see its header): phase, live, level, age, at, now, rate
 *   ready    whether a picture has come
 * The view follows the chosen shop. Changing screen or params opens another; leaving the page closes it.
 * @template {keyof import("../check/types/pages").Views} Screen
 * @param {Screen} screen
 * @param {Record<string, string>} [params]
 * @returns {{state: import("../check/types/pages").State<import("../check/types/pages").Views[Screen]>,
 *   changed: string[], ready: boolean, status: import("../check/types/pages").Status}}
 */
export function useLive(screen, params) {
  const [feed, setFeed] = useState({ state: /** @type {any} */ ({}), changed: /** @type {string[]} */ ([]),
    ready: false });
  const [status, setStatus] = useState(null);
  const place = shop.value && shop.value.id;
  const wanted = JSON.stringify(params || {});
  useEffect(() => {
    if (!place) return undefined;
    setFeed({ state: {}, changed: [], ready: false });
    const view = window.BaylineLive.open({
      screen,
      params: { shop: place, ...JSON.parse(wanted) },
      poll: true,
      onBuild: renew,
      onState: (state, changed) => setFeed((old) => (
        { state: { ...state }, changed: old.ready ? changed || [] : [], ready: true })),
      onStatus: (news) => {
        const copy = { ...news };
        if (copy.now) serverTime(copy.now, copy.rate || 1);
        link.value = copy;
        setStatus(copy);
      },
    });
    return () => { view.close(); link.value = null; };
  }, [screen, wanted, place]);
  return { ...feed, status };
}

/** The values of state whose keys start with prefix ("card:"), each with its key as `key`.
 * @param {Record<string, any>} state @param {string} prefix */
export function under(state, prefix) {
  return Object.keys(state).filter((key) => key.startsWith(prefix)).map((key) => ({ key, ...state[key] }));
}

// The server has newer pages: this one reloads as soon as nobody looks and no dialog is open.
function renew() {
  toast(t("fresh.new_build"), { kind: "plain" });
  addEventListener("visibilitychange", () => {
    if (document.hidden && !document.querySelector("dialog[open]")) location.reload();
  });
}
