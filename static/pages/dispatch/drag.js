// @ts-check
// Dragging work onto a lane with mouse, pen or finger. The page gets where it is held over, and where it is let go.

import { snap } from "./axis.js";

const START = 6; // px a press may tremble before it is a drag

/**
 * press = dragger({span, onOver, onDrop}): press(event, work) on pointerdown.
 *   onOver({work, lane, start, x, y})  while held; lane is null outside the lanes
 *   onDrop({work, lane, start})        let go over a lane; the time is snapped to five minutes
 * Escape or letting go elsewhere gives onOver(null). A drag swallows the click that would follow it.
 */
export function dragger({ span, onOver, onDrop }) {
  return (event, work) => {
    if (event.button !== 0) return;
    const from = { x: event.clientX, y: event.clientY }, id = event.pointerId;
    const grip = work.start ? event.clientX - event.currentTarget.getBoundingClientRect().left : 0;
    let held = null;

    const place = (e) => {
      const under = document.elementsFromPoint(e.clientX, e.clientY)
        .map((el) => /** @type {HTMLElement} */ (el.closest && el.closest("[data-lane]"))).find(Boolean);
      if (!under) return { work, lane: null, x: e.clientX, y: e.clientY };
      const track = under.querySelector(".lane-track").getBoundingClientRect();
      const part = (e.clientX - grip - track.left) / track.width;
      return { work, lane: under.dataset.lane, start: snap(span().time(Math.max(0, part))), x: e.clientX,
        y: e.clientY };
    };
    const move = (e) => {
      if (e.pointerId !== id) return;
      if (!held && Math.hypot(e.clientX - from.x, e.clientY - from.y) < START) return;
      e.preventDefault();
      held = place(e);
      document.body.classList.add("is-dragging");
      onOver(held);
    };
    const done = () => {
      for (const [kind, listener] of listeners) removeEventListener(kind, listener, true);
      document.body.classList.remove("is-dragging");
      onOver(null);
      if (held) addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, true), 50);
    };
    const up = (e) => {
      if (e.pointerId !== id) return;
      const at = held && place(e);
      done();
      if (at && at.lane) onDrop(at);
    };
    const key = (e) => { if (e.key === "Escape") { held = null; done(); } };
    /** @type {[string, (e: any) => void][]} */
    const listeners = [["pointermove", move], ["pointerup", up], ["pointercancel", () => done()], ["keydown", key]];
    for (const [kind, listener] of listeners) addEventListener(kind, listener, true);
  };
}

function swallow(event) {
  event.stopPropagation();
  event.preventDefault();
}
