// @ts-check
// One drawing of the sprite: <${Icon} name="wrench" />. It takes the size and colour of the text beside it.

import { html } from "../vendor/preact.js";

export function Icon({ name, label, class: extra = "" }) {
  return html`<svg class="icon ${extra}" role=${label ? "img" : undefined} aria-label=${label} aria-hidden=${label
    ? undefined : "true"}>
    <use href="/static/vendor/icons.svg#${name}"></use></svg>`;
}

/** The icon of each stage, the same on every page. */
export const stageIcon = {
  booked: "calendar", confirmed: "calendar-check", no_show: "circle-x", arrived: "car", reception: "clipboard-list",
  wait_dispatch: "hourglass", dispatched: "user-check", in_repair: "wrench", stopped: "circle-pause",
  wait_inspection: "clipboard-check", rework: "rotate-ccw", wait_wash: "droplets", washing: "droplets",
  ready: "circle-check", settled: "badge-check", delivered: "log-in", closed: "phone", cancelled: "ban",
    left_unrepaired: "door-open",
};

/** The icon of each flag. */
export const flagIcon = {
  waiter: "armchair", appointment: "calendar-check", comeback: "rotate-ccw", special: "eye", collision: "hammer",
  warranty: "shield-check", additional: "message-square", overnight: "moon", help: "hand-helping",
};
