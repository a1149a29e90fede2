// @ts-check
/* The picture of a live view: its entries by key, and where in the server's stream they stand. Frames of bayline.v1 go
 * in, the keys they changed come out. A plain ES2015 script that asks nothing of the browser; live.js brings the
 * frames.
 *
 *   const picture = new BaylinePicture();
 *   picture.snap(frame)     everything anew                     picture.state   the newest value of every key; a value
 *   picture.patch(frame)    the step from rev `from` to `to`                    that did not change is the same object
 */
(function (global) {
  "use strict";

  /** @param {unknown} a @param {unknown} b */
  function same(a, b) { return a === b || JSON.stringify(a) === JSON.stringify(b); }

  class Picture {
    constructor() {
      /** @type {Record<string, any>} */
      this.state = {};
      this.known = false;
      this.epoch = "";
      this.rev = this.seq = 0;
    }

    /** Returns the keys that changed or went. @param {Record<string, any>} entries */
    replace(entries) {
      const state = this.state;
      const gone = Object.keys(state).filter((key) => !(key in entries));
      const changed = Object.keys(entries).filter((key) => !(key in state) || !same(state[key], entries[key]));
      for (const key of gone) delete state[key];
      for (const key of changed) state[key] = entries[key];
      this.known = true;
      return gone.concat(changed);
    }

    /** Returns the keys that changed or went. @param {import("../check/types/pages").Frame} frame */
    snap(frame) {
      const changed = this.replace(frame.set);
      this.epoch = frame.epoch;
      this.rev = frame.rev;
      this.seq = frame.seq;
      return changed;
    }

    /**
     * Returns the keys that were set or deleted, none for a patch that is known already; null: the patch does not
     * continue from here, a snapshot is needed.
     * @param {import("../check/types/pages").Frame} frame
     */
    patch(frame) {
      if (frame.epoch !== this.epoch || frame.from > this.rev) return null;
      if (frame.to <= this.rev) return [];
      if (frame.from !== this.rev) return null;
      const set = Object.keys(frame.set);
      for (const key of set) this.state[key] = frame.set[key];
      for (const key of frame.del) delete this.state[key];
      this.rev = frame.to;
      this.seq = frame.seq;
      return set.concat(frame.del);
    }
  }

  global.BaylinePicture = Picture;
})(window);
