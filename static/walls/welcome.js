// @ts-check
/* The welcome screen at the entrance: the appointments of the next hour; a guest who arrives is greeted for a
 * minute. A plain ES2015 script for old televisions.
 */
(function (root) {
  "use strict";

  var wall = root.BaylineWall, text = wall.text, doc = root.document;
  var GREETING = 60e3;   // ms, of the shop's time
  var capacity = 1;
  var shown = "";        // what the page was drawn from

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

  function frame() {
    doc.title = text.t("nav.welcome");
    var refusal = wall.size(1.35, doc.documentElement.clientWidth < doc.documentElement.clientHeight ? 19 : 32);
    doc.body.innerHTML = "";
    if (refusal) { doc.body.appendChild(make("p", "wall-empty", refusal)); return; }
    var body = make("div", "wall wall-shift welcome"), head = make("header", "wall-head"), foot = make("footer",
      "wall-foot");
    add(head, add(make("h1", "", text.t("welcome.title")), make("small", "welcome-shop")));
    var bar = make("div", "wall-progress"), end = make("div", "push welcome-end");
    add(bar, make("i"));
    add(end, make("div", "wall-clock"), make("i", "link-dot"));
    add(foot, make("span", "welcome-today"), make("span", "wall-pages"), bar, make("span", "wall-asof"), end);
    var banner = make("div", "wall-banner");
    banner.hidden = true;
    add(body, head, add(make("main", "wall-main"), make("div", "greets"), make("div", "list")), foot);
    add(doc.body, body, banner);
    shown = "";
    wall.turn(draw);
  }

  function rows() {
    var state = wall.state();
    return (state["order/rows"] || []).map(function (key) { return state["rows/" + key]; }).filter(Boolean);
  }

  function greeted(row) {
    var since = wall.now() - new Date(row.arrived_at).getTime();
    return row.state === "arrived" && since < GREETING;
  }

  /** A desk that is only a number is spoken of as desk number so and so. */
  function desk(row) { return /^\d+$/.test(row.desk || "") ? text.t("welcome.desk", { n: row.desk }) : row.desk || ""; }

  function greeting(row) {
    var words = text.t("welcome.arrived");
    if (row.advisor) {
      words += " · " + (row.desk ? text.t("welcome.meet", { advisor: row.advisor, desk: desk(row) })
        : text.t("welcome.advisor", { advisor: row.advisor }));
    }
    return add(make("div", "greet"), add(make("b"), make("span", "plate", row.plate), make("span", "greet-name",
      row.name)), make("p", "", words));
  }

  function line(row, next) {
    var here = row.state === "arrived";
    var element = make("div", "wr" + (here ? " is-here" : "") + (next ? " is-next" : ""));
    var car = add(make("div", "w-car"), make("b", "plate", row.plate), make("span", "", row.name));
    var who = add(make("div", "w-who"), make("b", "", row.advisor || ""), make("span", "", desk(row)));
    if (here) { who.insertBefore(make("em", "", "✓ " + text.t("welcome.arrived")), who.firstChild); }
    return add(element, make("time", "", text.time(row.at)), car, who);
  }

  function measure(box) {
    var probe = make("div", "wr probe");
    box.appendChild(probe);
    var pitch = probe.getBoundingClientRect().height;
    box.removeChild(probe);
    var columns = doc.documentElement.clientWidth > doc.documentElement.clientHeight ? 2 : 1;
    capacity = columns * Math.max(1, Math.floor((box.getBoundingClientRect().height + 1) / pitch));
  }

  /** Greetings on top of every page, at most two at once, the newest first; below, the list a page at a time. */
  function draw(n) {
    var greets = wall.one(".greets"), box = wall.one(".list"), all = rows();
    var now = all.filter(greeted).sort(function (a, b) { return Date.parse(b.arrived_at) - Date.parse(a.arrived_at); });
    var list = all.filter(function (row) { return now.slice(0, 2).indexOf(row) < 0; });
    var next = list.filter(function (row) { return row.state === "expected"
      && new Date(row.at).getTime() >= wall.now(); })[0];
    greets.innerHTML = "";
    now.slice(0, 2).forEach(function (row) { greets.appendChild(greeting(row)); });
    box.innerHTML = "";
    box.classList.remove("is-few");
    measure(box);
    var pages = Math.max(1, Math.ceil(list.length / capacity)), page = n < pages ? n : 0,
      size = Math.ceil(list.length / pages);
    var here = list.slice(page * size, page * size + size);
    box.classList.toggle("is-few", capacity >= 8 && here.length <= 4 && !now.length);
    here.forEach(function (row) { box.appendChild(line(row, row === next)); });
    if (wall.state().shop && !all.length) { box.appendChild(make("p", "wall-empty", text.t("welcome.empty"))); }
    wall.write(wall.one(".welcome-shop"), text.t("welcome.shop", { shop: wall.shopName() }));
    var today = wall.state().today;
    wall.write(wall.one(".welcome-today"), today ? text.t("welcome.appointments_today", { n: today.count }) : "");
    shown = signature();
    return { page: page, pages: pages, rows: here.length + now.length };
  }

  /** Who is greeted now, and who is listed: when that changes the page turns at once, a guest does not wait for it. */
  function signature() {
    var state = wall.state();
    return JSON.stringify([state.shop, state.today, rows().map(function (row) { return [row, greeted(row)]; })]);
  }

  function look() {
    if (wall.one(".list") && signature() !== shown) { wall.again(); }
  }

  root.addEventListener("resize", function () { if (wall.one(".welcome")) { frame(); } });
  wall.start({ screen: "welcome", strangers: true, frame: frame, state: look, tick: look });
})(window);
