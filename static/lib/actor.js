// @ts-check
// Who acts on this page. Every command carries a name, which the journal keeps; until people log in, the
// page says who they are: by its role at first, then by the name a person chose.

import { computed, signal } from "../vendor/preact.js";
import { tt } from "./words.js";

const KEPT = "bayline.actor";
const chosen = signal(kept());
const role = signal("admin");

/** @returns {Record<string, string>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch (broken) {
    return {};
  }
}

/** {name, role, chosen}: the name chosen for the page's role on this device, else the role's own word. */
export const actor = computed(() => {
  const name = chosen.value[role.value];
  return { name: name || tt("role", role.value), role: role.value, chosen: Boolean(name) };
});

/**
 * The role of the page, one of the board's: advisor, supervisor, technician ... mount() sets it. @param {string} name
 */
export function playRole(name) {
  role.value = name;
}

/** From now on this device acts in the page's role under this name; "" forgets it. @param {string} name */
export function actAs(name) {
  chosen.value = { ...chosen.value, [role.value]: name };
  localStorage.setItem(KEPT, JSON.stringify(chosen.value));
}
