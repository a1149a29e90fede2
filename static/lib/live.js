// @ts-check
/* The live link of a page: follows one view of the server over protocol bayline.v1, and keeps the last picture
 * whatever happens. A plain script in ES2015, so that it runs on the browser of an old television; after picture.js.
 *
 *   const view = BaylineLive.open({
 *     screen: "board", params: {shop: "s1"},   which view
 *     onState(state, changedKeys) {},          every key with its newest value; what did not change is the same object
 *     onStatus(status) {},                     at every change, and each second while the link is down
 *     onBuild(build) {},                       the server has other pages than this one: reload when it suits
 *     build: "...",                            the build of this page; without it, that of the first picture
 *     poll: true,                              ask again and again where websockets do not work
 *     keep: true                               keep the last picture over a reload, in localStorage
 *   });
 *   view.now()  view.status()  view.state()  view.close()
 *
 * status: phase  "connecting" before the first picture, then "live", "polling" or "waiting" (link lost)
 *         live   whether the server was heard just now, either way
 *         level  how fresh the picture is, see levelOf
 *         age    real ms since the picture was known to be true; at: that moment in shop time, ms since 1970
 *         now    shop time in ms since 1970 by the server's clock; rate: shop seconds per real second
 */
(function (global) {
  "use strict";

  const FRESH = 10e3;          // ms; from here on the age of the picture is shown
  const SILENCE = 9e3;         // ms without a frame: the server is dead; two heartbeats of 4 s and one to spare
  const GREETING = 8e3;        // ms until the first frame of a new socket
  const FIRST_DELAY = 500;     // ms; doubles with every failure
  const LONGEST_DELAY = 10e3;  // ms
  const POLL_EVERY = 3e3;      // ms
  const SOCKET_AGAIN = 60e3;   // ms between trials of a socket where none has ever worked
  const SAVE_EVERY = 5e3;      // ms
  const SAVE_LIMIT = 1e6;      // characters
  const SAVED_FOR = 24 * 3600e3;
  const STORE = "bayline.live/";

  const Picture = global.BaylinePicture;

  /**
   * How fresh a picture of this age (ms) is; as_of: say since when, grey: so are its ETAs, ask: the advisor knows more.
   * @param {number} age @returns {import("../check/types/pages").Status["level"]}
   */
  function levelOf(age) {
    if (age <= FRESH) return "fresh";
    if (age <= 60e3) return "reconnecting";
    if (age <= 5 * 60e3) return "as_of";
    return age <= 30 * 60e3 ? "grey" : "ask";
  }

  function mono() { return global.performance.now(); }

  /** Full jitter: a crowd that lost its server together does not come back together. */
  function jitter(failures) {
    return 100 + Math.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * Math.pow(2, Math.min(failures, 10)));
  }

  function query(values) {
    return Object.keys(values).sort()
      .filter((name) => values[name] !== undefined && values[name] !== null && values[name] !== "")
      .map((name) => encodeURIComponent(name) + "=" + encodeURIComponent(values[name])).join("&");
  }

  // The last picture over a reload of the page. Storage may be full, forbidden or spoilt: then there is none.

  /** The names of all kept pictures. */
  function kept() {
    try {
      return Object.keys(global.localStorage).filter((name) => name.indexOf(STORE) === 0);
    } catch (e) { return []; }
  }

  function drop(name) {
    try { global.localStorage.removeItem(name); } catch (e) { /* forbidden, so there is none */ }
  }

  /** Drops every kept picture; for signing out on a shared device. */
  function forget() { kept().forEach(drop); }

  class Store {
    constructor(name) { this.name = STORE + name; this.saved = 0; }

    /** The picture kept for this view, null if none; old and spoilt ones of any view are dropped. */
    load() {
      let found = null;
      for (const name of kept()) {
        let picture = null;
        try { picture = JSON.parse(global.localStorage.getItem(name)); } catch (e) { /* spoilt */ }
        const age = picture ? Date.now() - picture.saved : -1;
        if (!picture || picture.v !== 1 || !picture.state || age < 0 || age > SAVED_FOR) drop(name);
        else if (name === this.name) found = picture;
      }
      return found;
    }

    save(picture) {
      this.saved = mono();
      const text = JSON.stringify(picture);
      try { if (text.length < SAVE_LIMIT) global.localStorage.setItem(this.name, text); } catch (e) { /* not kept */ }
    }
  }

  class View {
    /** @param {import("../check/types/pages").LiveOptions} options */
    constructor(options) {
      this.options = options;
      this.base = options.base || global.location.origin;
      this.params = Object.assign({}, options.params, { screen: options.screen });
      this.picture = new Picture();
      this.store = options.keep === false ? null : new Store(query(this.params));
      this.dirty = this.closed = false;  // dirty: changed since it was stored
      this.build = options.build || "";
      /** @type {{now: number, rate: number, seen: number}} */
      this.clock = null;
      // All moments are in ms of mono(), 0 for never. Of the picture: when it was last known to be true.
      this.asOf = this.toldAt = 0;
      this.told = "";
      // Of the socket: made, last frame, last resync, next trial; greeted: this one, works: any one has brought a
      // frame.
      /** @type {WebSocket} */
      this.socket = null;
      this.silence = SILENCE;
      this.opened = this.heard = this.asked = this.retryAt = this.failures = 0;
      this.greeted = this.works = false;
      // Of polling: next question, last good answer.
      /** @type {XMLHttpRequest} */
      this.request = null;
      this.polling = false;
      this.pollAt = this.polled = this.pollFailures = 0;
      this.recall();
      this.beat = global.setInterval(() => this.watch(), 250);
      const hurry = () => this.hurry(), keep = () => this.keep(true);
      /** @type {[EventTarget, string, () => void][]} */
      this.ears = [[global, "online", hurry], [global.document, "visibilitychange", hurry], [global, "pagehide", keep]];
      for (const ear of this.ears) ear[0].addEventListener(ear[1], ear[2]);
      this.wall = Date.now();
      this.last = mono();
      this.connect();
    }

    /** Shows what was kept, with its true age. */
    recall() {
      const last = this.store && this.store.load();
      if (!last) return;
      const gone = Date.now() - last.saved;
      this.picture.seq = last.seq;
      this.clock = { now: last.now + gone * last.rate, rate: last.rate, seen: mono() };
      this.asOf = mono() - last.age - gone;
      this.show(this.picture.replace(last.state));
    }

    keep(atOnce) {
      if (!this.store || !this.dirty || !this.clock || (!atOnce && mono() - this.store.saved < SAVE_EVERY)) return;
      this.dirty = false;
      this.store.save({ v: 1, saved: Date.now(), age: this.age(), now: this.now(), rate: this.clock.rate,
        seq: this.picture.seq, state: this.picture.state });
    }

    // The time first: what is drawn from the picture must not take this device's own clock for the shop's.
    show(changed) {
      this.tell();
      if (this.options.onState) this.options.onState(this.picture.state, changed);
    }

    // ---- the socket

    where() {
      const p = this.picture;
      return query(Object.assign({}, this.params, { epoch: p.epoch, rev: p.rev || "", seq: p.seq || "" }));
    }

    connect() {
      this.retryAt = 0;
      this.greeted = false;
      this.opened = mono();
      let socket;
      try {
        socket = new global.WebSocket(this.base.replace(/^http/, "ws") + "/live?" + this.where());
      } catch (e) { return this.lost(); }
      this.socket = socket;
      socket.onmessage = (message) => { if (this.socket === socket) this.receive(message.data); };
      socket.onclose = () => { if (this.socket === socket) this.lost(); };
    }

    /** Lets go of the socket. Its own close event may come a minute later, or never, and is not waited for. */
    drop() {
      const socket = this.socket;
      this.socket = null;
      if (!socket) return;
      socket.onmessage = socket.onclose = null;
      try { socket.close(); } catch (e) { /* it was not open */ }
    }

    lost() {
      this.drop();
      if (this.closed) return;
      if (!this.greeted) this.failures++;
      if (!this.retryAt) this.retryAt = mono() + jitter(this.failures);
      if (this.options.poll !== false && this.failures >= 2 && !this.polling) {
        this.polling = true;
        this.pollAt = mono();
      }
      if (this.polling && !this.works) this.retryAt = Math.max(this.retryAt, this.opened + SOCKET_AGAIN);
      this.tell();
    }

    receive(text) {
      let frame;
      try { frame = JSON.parse(text); } catch (e) { return; }
      this.heard = mono();
      if (!this.greeted && frame.t !== "bye") {
        this.greeted = this.works = true;
        this.failures = 0;
        this.stopPolling();
      }
      if (frame.t === "bye") this.retryAt = mono() + Math.max(0, Number(frame.retry_ms) || 0);
      else if (frame.t === "snap") this.snap(frame);
      else if (frame.t === "hb") this.heartbeat(frame);
      else if (frame.t === "patch") {
        const changed = this.picture.patch(frame);
        if (!changed) this.resync();
        else if (changed.length) { this.dirty = true; this.show(changed); }
      }
      this.tell();
    }

    resync() {
      if (!this.socket || (this.asked && mono() - this.asked < 2e3)) return;
      this.asked = mono();
      try { this.socket.send('{"t":"resync"}'); } catch (e) { /* the close event follows */ }
    }

    // ---- what both ways have in common

    /** @param {import("../check/types/pages").Frame} frame */
    snap(frame) {
      const first = !this.picture.known;
      const changed = this.picture.snap(frame);
      if (frame.hb) this.silence = Math.min(SILENCE, 2 * frame.hb + 1e3);
      this.timed(frame);
      this.dirty = true;
      if (first || changed.length) this.show(changed);
      const old = this.build;
      this.build = frame.build || old;
      if (old && old !== this.build && this.options.onBuild) this.options.onBuild(this.build);
    }

    /** @param {import("../check/types/pages").Frame} frame */
    heartbeat(frame) {
      if (frame.epoch !== this.picture.epoch || frame.rev !== this.picture.rev) return this.resync();
      this.picture.seq = frame.seq;
      this.timed(frame);
      this.dirty = true;
    }

    timed(frame) {
      this.clock = { now: frame.now, rate: frame.rate, seen: mono() };
      this.asOf = mono() - frame.age;
    }

    // ---- polling, where sockets do not work

    poll() {
      const request = new global.XMLHttpRequest();
      this.request = request;
      this.pollAt = 0;
      request.open("GET", this.base + "/live/poll?" + this.where());
      request.timeout = GREETING;
      request.onload = () => this.answered(request);
      request.onerror = request.ontimeout = () => { if (this.request === request) this.unanswered(); };
      request.send();
    }

    answered(request) {
      if (this.request !== request) return;
      let frame, beat;
      try {
        if (request.status === 200) frame = JSON.parse(request.responseText);
        beat = JSON.parse(request.getResponseHeader("X-Bayline-Now"));
      } catch (e) { /* not our server */ }
      if (!beat || (request.status !== 200 && request.status !== 204)) return this.unanswered();
      this.request = null;
      this.pollFailures = 0;
      this.pollAt = mono() + POLL_EVERY * (0.8 + 0.4 * Math.random());
      // Another instance may be a moment behind what is already shown; going back in time is worse than waiting.
      const behind = frame && frame.seq < this.picture.seq && mono() - this.polled < 5e3;
      if (!behind) {
        this.polled = mono();
        if (frame) this.snap(frame);
        this.timed(beat);
      }
      // The server lives: where sockets have worked before, try one again at once.
      if (this.works && !this.socket && mono() - this.opened > 2e3) this.connect();
      this.tell();
    }

    unanswered() {
      this.request = null;
      this.pollFailures++;
      this.pollAt = mono() + jitter(this.pollFailures + 1);
      this.tell();
    }

    stopPolling() {
      const request = this.request;
      this.polling = false;
      this.request = null;
      if (request) request.abort();
    }

    // ---- the watchdog

    watch() {
      const now = mono(), wall = Date.now();
      // After a sleep of the device, which the monotonic clock may not count, nothing it believes about the link holds.
      const slept = (wall - this.wall) - (now - this.last) > 5e3;
      this.wall = wall;
      this.last = now;
      if (slept) this.asOf -= FRESH;
      const silent = this.greeted ? now - this.heard > this.silence : now - this.opened > GREETING;
      if (this.socket && (slept || silent)) {
        this.retryAt = 0;
        this.lost();
      }
      if (!this.socket && this.retryAt && now >= this.retryAt) this.connect();
      if (this.polling && !this.request && this.pollAt && now >= this.pollAt) this.poll();
      this.keep(false);
      this.tell();
    }

    /** Back on the network or in sight: do not wait out the pause. */
    hurry() {
      if (this.closed || global.document.visibilityState === "hidden" || this.socket || !this.failures) return;
      this.retryAt = mono() + Math.random() * 500;
      if (this.polling && !this.request) this.pollAt = mono();
    }

    // ---- what the page may ask, and is told

    age() { return this.picture.known ? Math.max(0, mono() - this.asOf) : 0; }

    now() { return this.clock ? this.clock.now + (mono() - this.clock.seen) * this.clock.rate : Date.now(); }

    /** @returns {import("../check/types/pages").Status} */
    status() {
      const age = this.age(), rate = this.clock ? this.clock.rate : 1, now = this.now();
      const socketLive = !!this.socket && this.greeted;
      const pollLive = this.polling && this.polled > 0 && mono() - this.polled < SILENCE;
      const phase = socketLive ? "live" : pollLive ? "polling" : this.picture.known ? "waiting" : "connecting";
      return { phase: phase, live: socketLive || pollLive, level: levelOf(age), age: age,
        at: this.picture.known ? now - age * rate : null, now: now, rate: rate };
    }

    /** Tells the page when something changed, when the clock was set, and each second while the picture ages. */
    tell() {
      if (this.closed) return;
      const s = this.status();
      const words = s.phase + s.level + (this.clock ? this.clock.seen : 0);
      if (words === this.told && (s.live || mono() - this.toldAt < 1e3)) return;
      this.told = words;
      this.toldAt = mono();
      if (this.options.onStatus) this.options.onStatus(s);
    }

    close() {
      if (!this.closed) this.keep(true);
      this.closed = true;
      this.drop();
      this.stopPolling();
      global.clearInterval(this.beat);
      for (const ear of this.ears) ear[0].removeEventListener(ear[1], ear[2]);
    }
  }

  global.BaylineLive = {
    levelOf: levelOf,
    forget: forget,
    open(options) {
      const v = new View(options);
      return { now: () => v.now(), status: () => v.status(), state: () => v.picture.state, close: () => v.close() };
    }
  };
})(window);
