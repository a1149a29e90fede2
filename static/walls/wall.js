// @ts-check
/* What the three screens on a wall have in common: which shop, the link, the clock, freshness, pages that turn,
 * the small shifts against burn-in, the reload for a new build. A plain ES2015 script, for old televisions.
 *
 *   BaylineWall.start({
 *     screen: "lounge", strangers: true,
 *     frame(wall)          draws the empty frame once, after the words are loaded (again after a change of language)
 *     state(state, keys)   a new picture; keys changed
 *     tick(now, status)    each second
 *   })
 *   wall.text              words;  wall.now()  the shop's time;  wall.shop()  its facts
 *   wall.turn(draw)        turns pages for ever: draw(n) shows page n and says {page, pages, rows}
 *   wall.again()           draws the present page anew and starts its time again
 *   wall.size(...)         the base size, see below
 *
 * Elements it fills when they are there: .wall-clock, .link-dot, .wall-banner, .wall-pages, .wall-progress i,
 * .wall-asof.
 */
(function (root) {
  "use strict";

  var text = root.BaylineText, doc = root.document;
  var asked = {};
  root.location.search.replace(/[?&]([^=&]+)=([^&]*)/g, function (all, name, value) {
    asked[decodeURIComponent(name)] = decodeURIComponent(value.replace(/\+/g, " "));
    return all;
  });

  var view, options, pictures = {}, second = "", pager, shifted = 0, pendingBuild = "", drawn = false, strange = false,
    broken = 0;

  function one(selector) { return doc.querySelector(selector); }

  /** Writes only what differs: an old television repaints what is touched. */
  function write(element, words) {
    if (element && element.textContent !== words) { element.textContent = words; }
  }

  function toggle(element, name, on) {
    if (element && element.classList.contains(name) !== !!on) { element.classList[on ? "add" : "remove"](name); }
  }

  function shop() { return pictures.shop || {}; }
  function shopName() { return text.name({ zh: shop().name, en: shop().name_en }); }

  // ---- start: words, shop, link

  function ask(path, done, failed) {
    var request = new root.XMLHttpRequest();
    request.open("GET", path);
    request.timeout = 8000;
    request.onload = function () {
      if (request.status === 200) { done(request.responseText); } else { failed(); }
    };
    request.onerror = request.ontimeout = failed;
    request.send();
  }

  /** Tries until it works; a television that starts before its server must get there by itself. */
  function persist(step, done) {
    step(done, function () { root.setTimeout(function () { persist(step, done); }, 2000 + Math.random() * 2000); });
  }

  function words(lang) {
    return function (done, failed) { text.load(lang).then(done, failed); };
  }

  var SHOP = "bayline.wall.shop";

  /** The shop of the last time: a wall that is not told one must find it without a server, too. */
  function lastShop() {
    try { return root.localStorage.getItem(SHOP) || ""; } catch (refused) { return ""; }
  }

  function findShop(done, failed) {
    var known = asked.shop || lastShop();
    if (known) {
      done(known);
      ask("/api/v1/shops", function (answer) {
        strange = !(JSON.parse(answer).shops || []).some(function (one) { return one.id === known; });
        if (strange && !asked.shop) { root.localStorage.removeItem(SHOP); root.location.reload(); }
      }, function () {});
      return;
    }
    ask("/api/v1/shops", function (answer) {
      var shops = (JSON.parse(answer).shops || []);
      if (!shops.length) { failed(); return; }
      try { root.localStorage.setItem(SHOP, shops[0].id); } catch (refused) { /* asked for again next time */ }
      done(shops[0].id);
    }, failed);
  }

  /** Lets the page survive a reload without a server where the browser allows it: on https and on localhost. */
  function surviveReload() {
    var keeper = root.navigator.serviceWorker, here = root.location.pathname;
    if (!keeper) { return; }
    keeper.register("/sw.js", { scope: here }).then(function () { return keeper.ready; }).then(function (it) {
      var files = root.performance.getEntriesByType("resource").map(function (one) { return one.name; });
      it.active.postMessage({ keep: [here].concat(files.filter(function (name) {
        return name.indexOf("/static/") > 0; })) });
    }).catch(function () { /* then the page lives as long as it is not reloaded */ });
  }

  function start(given) {
    options = given;
    persist(words(), function () {
      options.frame(wall);
      beat();
      root.setInterval(beat, 200);
      persist(findShop, open);
    });
  }

  function open(id) {
    var kept = null;   // the last picture over a reload comes before there is a view to ask for the time
    view = root.BaylineLive.open({
      screen: options.screen, params: { shop: id }, keep: true,
      onState: function (state, keys) { if (view) { receive(state, keys); } else { kept = state; } },
      onStatus: function () { fresh(); },
      onBuild: function (build) { pendingBuild = build; }
    });
    if (kept) { receive(kept, Object.keys(kept)); }
  }

  function receive(state, keys) {
    pictures = state;
    if (state.shop && state.shop.zone) { text.setZone(state.shop.zone); }
    if (!drawn) {
      drawn = true;
      surviveReload();
      if (!asked.lang && state.shop && state.shop.language && state.shop.language !== text.lang()) {
        persist(words(state.shop.language), function () { options.frame(wall); second = ""; options.state(pictures,
          Object.keys(pictures)); });
      }
    }
    options.state(state, keys);
    toggle(doc.body, "is-dim", shop().after_hours);
    second = "";
    beat();
  }

  // ---- each second: clock, freshness, pages

  function now() { return view ? view.now() : Date.now(); }

  function beat() {
    // Before the server has told the time there is none: the television's own may be wrong.
    var at = now(), clock = view && view.status().at !== null ? text.clock(at) : { hm: "--:--", s: "--" };
    var mark = clock.hm + clock.s;
    if (pager) { turnWhenDue(); }
    if (mark === second) { return; }
    second = mark;
    var face = one(".wall-clock");
    if (face) {
      var small = face.querySelector("small");
      if (!small) { face.innerHTML = "<span></span><small></small>"; small = face.querySelector("small"); }
      write(face.querySelector("span"), clock.hm);
      write(small, ":" + clock.s);
    }
    fresh();
    guardPixels(at);
    if (options.tick) { options.tick(at, view ? view.status() : null); }
  }

  /** Nothing while fresh; then a quiet line; greyed times; at last, for strangers, the advice to ask a person. */
  function fresh() {
    if (!view) { return; }
    var s = view.status(), banner = one(".wall-banner"), line = "";
    if (s.at === null) { line = strange ? text.t("shop.unknown", { id: asked.shop }) : text.t("fresh.connecting"); }
    else if (s.level === "reconnecting") { line = text.t("fresh.reconnecting"); }
    else if (s.level === "as_of" || s.level === "grey") { line = text.t("fresh.as_of", { time: text.time(s.at) }); }
    else if (s.level === "ask") { line = text.t(options.strangers ? "fresh.ask_advisor" : "fresh.as_of",
      { time: text.time(s.at) }); }
    if (banner) { banner.hidden = !line; write(banner, line); }
    write(one(".wall-asof"), s.at === null ? "" : text.t("fresh.as_of", { time: text.time(s.at) }));
    toggle(doc.body, "is-stale", s.level === "grey" || s.level === "ask");
    toggle(one(".link-dot"), "is-waiting", !s.live);
  }

  // ---- pages: they stay long enough to be read, and rows move only when the page turns

  var LOOP = 60e3, LEAST = 10e3;

  /** How long a page of so many rows stays, in ms: 3 s and 1.5 s a row, shorter when the loop would pass a minute. */
  function dwell(rows, pages) {
    return Math.max(LEAST, Math.min(3e3 + 1.5e3 * rows, LOOP / Math.max(1, pages)));
  }

  function turn(plan) {
    pager = { plan: plan, page: -1, pages: 1, until: 0, from: 0 };
    next();
  }

  function next() {
    if (pendingBuild) { reload(pendingBuild); }
    show(pager.page + 1);
  }

  function show(page) {
    var drawing = pager.plan(page);
    pager.page = drawing.page;
    pager.pages = drawing.pages;
    pager.from = root.performance.now();
    pager.until = pager.from + dwell(drawing.rows, drawing.pages);
    write(one(".wall-pages"), drawing.pages > 1 ? (drawing.page + 1) + " / " + drawing.pages : "");
    toggle(one(".wall-progress"), "is-off", drawing.pages < 2);
  }

  function turnWhenDue() {
    var at = root.performance.now(), bar = one(".wall-progress i");
    if (at >= pager.until) { next(); return; }
    if (bar && pager.pages > 1) { bar.style.width = (100 * (at - pager.from) / (pager.until - pager.from)).toFixed(
      1) + "%"; }
  }

  // ---- a new build: once, at a page change, and only when the server answers

  function reload(build) {
    try {
      if (root.sessionStorage.getItem("bayline.build") === build) { pendingBuild = ""; return; }
    } catch (refused) { return; }
    pendingBuild = "";
    ask(root.location.href, function () {
      try { root.sessionStorage.setItem("bayline.build", build); } catch (refused) { return; }
      root.location.reload();
    }, function () { pendingBuild = build; });
  }

  /** A page that broke is loaded anew, at most every ten minutes, and only when there is something to load. */
  root.addEventListener("error", function () { broken++; });
  root.setInterval(function () {
    if (!broken || root.performance.now() < 600e3) { return; }
    ask(root.location.href, function () { root.location.reload(); }, function () {});
  }, 60e3);

  // ---- burn-in: a few pixels every four minutes, head and foot change places each day

  var SHIFTS = [[0, 0], [4, 2], [8, 4], [4, 6], [0, 8], [-4, 6], [-8, 4], [-4, 2]];

  function guardPixels(at) {
    var step = Math.floor(root.performance.now() / 240e3) % SHIFTS.length;
    if (step !== shifted) {
      shifted = step;
      doc.documentElement.style.setProperty("--shift-x", SHIFTS[step][0] + "px");
      doc.documentElement.style.setProperty("--shift-y", SHIFTS[step][1] + "px");
    }
    var day = text.dayKey(at);
    toggle(one(".wall"), "is-swapped", options.strangers && Number(day.slice(-2)) % 2 === 0);
  }

  // ---- size: a character is as high as the distance asks

  var ARC = Math.PI / 180 / 60;

  /**
   * The base size from ?inch= (diagonal) and ?m= (distance in metres), both or neither.
   *   lead    height of the leading text in base sizes: it gets 20 arc minutes
   *   across  base sizes the page needs side by side
   * Sets the size of the root and returns "", or why the screen is too small for that distance.
   */
  function size(lead, across) {
    var inch = Number(asked.inch), metres = Number(asked.m), w = root.innerWidth, h = root.innerHeight;
    if (!(inch > 0 && metres > 0)) { return ""; }
    var perMetre = Math.sqrt(w * w + h * h) / (inch * 0.0254);
    var minute = metres * ARC * perMetre;
    var most = w / across;
    var base = Math.min(20 * minute / lead, most);
    if (base * lead < 16 * minute) {
      var farthest = most * lead / 16 / ARC / perMetre;
      return text.t("wall.too_small", { inch: inch, m: metres, most: Math.floor(farthest * 10) / 10 });
    }
    doc.documentElement.style.fontSize = base.toFixed(2) + "px";
    return "";
  }

  var wall = {
    asked: asked, text: text, one: one, write: write, toggle: toggle, shop: shop, shopName: shopName, now: now,
    state: function () { return pictures; }, turn: turn, size: size,
    again: function () { if (pager) { show(Math.max(0, pager.page)); } },
    start: start
  };
  root.BaylineWall = wall;
})(window);
