// @ts-check
/* The lounge screen: how far every car is and when it will be ready. Cars that can be collected stand on top of
 * every page. A plain ES2015 script for old televisions; ?led=1 lays it out for a strip of 192 x 96 points.
 */
(function (root) {
  "use strict";

  var wall = root.BaylineWall, text = wall.text, doc = root.document;
  var led = wall.asked.led === "1";
  var STEPS = 5;
  var shown = {};      // the row elements of this page, by pickup code
  var capacity = 1;    // rows that fit

  function make(tag, name, words) {
    var element = doc.createElement(tag);
    if (name) { element.className = name; }
    if (words) { element.textContent = words; }
    return element;
  }

  function add(parent) {
    for (var i = 1; i < arguments.length; i++) { parent.appendChild(arguments[i]); }
    return parent;
  }

  // ---- the frame

  function frame() {
    doc.title = text.t("nav.lounge");
    doc.documentElement.classList.toggle("led", led);
    var refusal = led ? "" : wall.size(1.25, doc.documentElement.clientWidth < doc.documentElement.clientHeight
      ? 17 : 25);
    doc.body.innerHTML = "";
    if (refusal) { doc.body.appendChild(make("p", "wall-empty", refusal)); return; }
    var body = make("div", "wall wall-shift lounge"), head = make("header", "wall-head"), foot = make("footer",
      "wall-foot");
    var title = make("h1", "", text.t("lounge.title"));
    if (text.t("lounge.title_also")) { add(title, make("small", "", text.t("lounge.title_also"))); }
    add(head, title, make("div", "wall-clock push"), make("i", "link-dot"));
    var names = make("div", "lr names");
    ["plate", "code", "steps", "word", "eta"].forEach(function (cell) { add(names, make("div", "c-" + cell,
      cell === "steps" ? "" : text.t(`lounge.column.${cell}`))); });
    var line = names.querySelector(".c-steps");
    for (var i = 1; i <= STEPS; i++) { add(line, make("span", "", text.t(`lounge.step.${i}`))); }
    var bar = make("div", "wall-progress");
    add(bar, make("i"));
    add(foot, make("span", "wall-pages"), bar, make("span", "wall-asof"), make("span", "push lounge-ask"));
    var banner = make("div", "wall-banner");
    banner.hidden = true;
    add(body, head, add(make("main", "wall-main"), names, make("div", "rows")), foot);
    add(doc.body, body, banner);
    shown = {};
    measure();
    wall.turn(draw);
  }

  function measure() {
    var rows = wall.one(".rows");
    if (!rows) { return; }
    var probe = make("div", "lr probe");
    rows.appendChild(probe);
    var pitch = probe.getBoundingClientRect().height;
    rows.removeChild(probe);
    capacity = Math.max(1, Math.floor((rows.getBoundingClientRect().height + 1) / pitch));
  }

  // ---- a page

  /**
   * Ready cars first and on every page, the others a page at a time, evenly; ready cars that leave no room turn too.
   */
  function share(list) {
    var ready = list.filter(function (row) { return row.ready; }),
      rest = list.filter(function (row) { return !row.ready; });
    var pinned = Math.min(ready.length, rest.length ? Math.max(1, Math.floor(capacity * 0.6)) : capacity);
    var room = Math.max(1, capacity - pinned);
    var pages = Math.max(1, Math.ceil(rest.length / room), Math.ceil(ready.length / Math.max(1, pinned)));
    return {
      pages: pages,
      page: function (n) {
        var top = ready.length > pinned ? slice(ready, n % Math.ceil(ready.length / pinned), pinned) : ready;
        return top.concat(slice(rest, n, Math.ceil(rest.length / pages)));
      }
    };
  }

  function slice(list, n, size) { return list.slice(n * size, n * size + size); }

  function current() {
    var state = wall.state();
    return (state["order/rows"] || []).map(function (code) { return state["rows/" + code]; }).filter(Boolean);
  }

  function draw(n) {
    var cars = share(current()), page = n < cars.pages ? n : 0, box = wall.one(".rows");
    var rows = cars.page(page), known = wall.state()["order/rows"] !== undefined;
    shown = {};
    box.innerHTML = "";
    rows.forEach(function (row) {
      var element = make("div", "lr");
      shown[row.code] = element;
      fill(element, row);
      box.appendChild(element);
    });
    if (known && !rows.length) { box.appendChild(make("p", "wall-empty", text.t("lounge.empty"))); }
    wall.write(wall.one(".lounge-ask"), led ? "" : text.t("lounge.ask", { shop: wall.shopName() }));
    return { page: page, pages: cars.pages, rows: rows.length };
  }

  function fill(element, row) {
    var word = row.phase === "contact" || row.phase === "pickup" ? text.t(`lounge.word.${row.phase}`)
      : text.t(`lounge.phase.${row.phase}`);
    element.className = "lr" + (row.ready ? " is-ready" : "") + (row.plate ? "" : " no-plate");
    element.innerHTML = "";
    var eta = make("div", "c-eta");
    if (row.ready) {
      eta.textContent = led ? "" : row.advisor ? text.t("lounge.see", { advisor: row.advisor })
        : text.t("lounge.phase.contact");
    } else if (row.eta_to) {
      if (row.new_eta && !led) { add(eta, make("small", "", text.t("lounge.new_eta"))); }
      add(eta, make("b", "eta", led ? text.time(row.eta_to) : when(row)));
    } else {
      add(eta, make("b", "eta none", led ? "--:--" : text.t("lounge.no_eta")));
    }
    add(element, make("div", "c-plate plate", row.plate || row.code), make("div", "c-code", row.plate ? row.code : ""),
      steps(row), make("div", "c-word", word), eta);
  }

  /** "16:30–17:00", with the day when it is not today. */
  function when(row) {
    var range = text.range(row.eta_from, row.eta_to), now = wall.now();
    if (text.dayKey(row.eta_to) === text.dayKey(now)) { return range; }
    if (text.dayKey(row.eta_from) === text.dayKey(row.eta_to)) { return text.when(row.eta_from, now)
      .replace(text.time(row.eta_from), range); }
    return text.when(row.eta_to, now);
  }

  function steps(row) {
    var line = make("div", "c-steps"), begun = row.phase !== "waiting";
    for (var i = 1; i <= STEPS; i++) {
      if (i > 1) { add(line, make("b", i <= row.step ? "d" : "")); }
      add(line, make("i", row.ready || i < row.step ? "d" : i === row.step && begun ? "n" : ""));
    }
    return line;
  }

  // ---- news between two page changes: what is shown changes where it stands

  function news(state, keys) {
    if (!wall.one(".rows")) { return; }
    // A car that has just come does not wait for the next page while this one has room.
    var room = Object.keys(shown).length < capacity;
    var fresh = keys.some(function (key) { return key.indexOf("rows/") === 0 && state[key] && !shown[key.slice(5)]; });
    if (fresh && room) { wall.again(); return; }
    keys.forEach(function (key) {
      var code = key.indexOf("rows/") === 0 ? key.slice(5) : "", element = shown[code];
      if (!element) { return; }
      if (!state[key]) { element.classList.add("is-gone"); return; }
      fill(element, state[key]);
      element.classList.add("changed");
    });
  }

  root.addEventListener("resize", function () { if (wall.one(".lounge")) { frame(); } });
  wall.start({ screen: "lounge", strangers: true, frame: frame, state: news });
})(window);
