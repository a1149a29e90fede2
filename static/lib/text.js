// @ts-check
/* The words of every page, and how times, dates and durations read in them.
 *
 * A plain ES2015 script, for old televisions too. It sets window.BaylineText:
 *   load(lang)            Promise of the language now in force; without lang: ?lang=, then the last choice, then the
 *   first
 *   t("stop.parts")       the word; t("time.minutes", {n: 12}) fills {n}; a key nobody wrote shows itself
 *   say({code, args})     the sentence of a message; sayAll([message]) all of them; name({zh, en}) a name of the shop's
 *   setNow(function)      where the shop's clock is not the device's: gives its present time in milliseconds
 *   has(key)              whether there is such a word
 *   codes("stop")         the codes that have a word in a family: "parts" for stop.parts
 *   lang(), other()       the language in force, and the next one; languageName(lang) what its people call it
 *   remember(lang)        keeps the choice on this device
 *   setZone("Asia/Shanghai")   the shop's time zone; every time below is in it
 *   time(x) "14:32"   clock(x) {hm: "14:32", s: "07"}   date(x) "7月14日"   dateWeek(x) "7月14日 周二"   dayKey(x)
 *   "2026-07-14"
 *   when(x, now)          "14:32" today, "明天 09:10", "7月14日 09:10"
 *   range(from, to)       "16:30–17:00"
 *   duration(ms) "1:05"   words(ms) "1 小时 5 分"   ago(x, now) "3 分前"
 *   hours(h) "1.2"        percent(p) "62%"
 *   plate("粤A8Q27M")      "粤A·8Q27M"
 *   fill(element)         writes the words of [data-t] and [data-t-title] under element
 * A time x is milliseconds, a Date, or RFC 3339 text.
 */
(function (root) {
  "use strict";

  var words = {}, current = "zh", zone, formats = {};
  var KEPT = "bayline.lang";

  // The languages there are, as the server wrote them into the document: "zh=中文,en=English".
  var names = {}, languages = [];
  (root.document.documentElement.getAttribute("data-languages") || "zh=zh").split(",").forEach(function (one) {
    var cut = one.indexOf("=");
    languages.push(one.slice(0, cut));
    names[one.slice(0, cut)] = one.slice(cut + 1);
  });

  function known(lang) { return languages.indexOf(lang) >= 0 ? lang : ""; }

  function kept() {
    try { return known(root.localStorage.getItem(KEPT)); } catch (refused) { return ""; }
  }

  function remember(lang) {
    try { root.localStorage.setItem(KEPT, lang); } catch (refused) { /* a private window forgets, that is all */ }
  }

  function asked() {
    var found = /[?&]lang=([\w-]+)/.exec(root.location.search);
    return found ? known(found[1]) : "";
  }

  function load(lang) {
    var want = known(lang) || asked() || kept() || languages[0];
    return root.fetch("/static/text/" + want + ".json", { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) { throw new Error("text " + want + ": " + answer.status); }
      return answer.json();
    }).then(function (catalogue) {
      words = catalogue;
      current = want;
      root.document.documentElement.lang = has("lang.tag") ? words["lang.tag"] : want;
      return want;
    });
  }

  function has(key) { return Object.prototype.hasOwnProperty.call(words, key); }

  function codes(family) {
    return Object.keys(words).filter(function (key) { return key.indexOf(family + ".") === 0; })
      .map(function (key) { return key.slice(family.length + 1); });
  }

  function t(key, args) {
    if (!has(key)) { return key; }
    return args ? words[key].replace(/\{(\w+)(?::(\w+))?\}/g, function (whole, name, kind) {
      return args[name] === undefined || args[name] === null ? whole : value(args[name], kind || "");
    }) : words[key];
  }

  // The grammar of places is told in internal/words: both printers read the same catalogue.
  function value(v, kind) {
    if (Array.isArray(v)) { return v.map(function (one) { return value(one, kind); }).join(t("list.separator")); }
    if (v !== null && typeof v === "object" && !(v instanceof Date)) { return v.code ? say(v) : name(v); }
    if (kind === "when") { return valid(v) ? when(v, today()) : String(v); }
    if (kind === "time") { return valid(v) ? time(v) : String(v); }
    if (kind === "minutes") { return isNaN(Number(v)) ? String(v) : inWords(Number(v) * 6e4); }
    return kind && has(kind + "." + v) ? words[kind + "." + v] : String(v);
  }

  /* What the shop calls a thing, {zh, en}, in the reader's language where it has that. */
  function name(both) {
    if (both[current] || both.en || both.zh) { return both[current] || both.en || both.zh; }
    var first = Object.keys(both)[0];
    return first ? both[first] : "";
  }

  function say(message) { return message && message.code ? t(message.code, message.args || {})
    .replace(/\{\w+(:\w+)?\}/g, "") : ""; }

  function sayAll(messages) {
    var said = (messages || []).map(say);
    return said.filter(function (s, i) { return said.indexOf(s) === i; }).join(t("list.sentences"));
  }

  // The shop's present time, which decides what "today" is; pages whose clock is not the device's set it.
  var today = function () { return Date.now(); };
  function setNow(clock) { today = clock; }

  function moment(x) { return x instanceof Date ? x : new Date(x); }
  function valid(x) { return x !== undefined && x !== null && x !== "" && !isNaN(moment(x).getTime()); }
  function two(n) { return n < 10 ? "0" + n : String(n); }

  // British digits are the same 24 hours everywhere and never say 24:05; the words around them are ours.
  function format(name, options) {
    if (!formats[name]) {
      if (zone) { options.timeZone = zone; }
      formats[name] = new Intl.DateTimeFormat("en-GB", options);
    }
    return formats[name];
  }

  function setZone(name) {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    zone = name;
    formats = {};
  }

  function clock(x) {
    if (!valid(x)) { return { hm: "–", s: "" }; }
    var text = format("clock", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false })
      .format(moment(x));
    var parts = text.split(":");
    return { hm: parts[0] + ":" + parts[1], s: parts[2] };
  }

  function time(x) { return clock(x).hm; }

  function day(x) {
    var parts = format("day", { year: "numeric", month: "2-digit", day: "2-digit" }).format(moment(x)).split("/");
    return { year: Number(parts[2]), month: Number(parts[1]), day: Number(parts[0]) };
  }

  function dayKey(x) {
    if (!valid(x)) { return ""; }
    var d = day(x);
    return d.year + "-" + two(d.month) + "-" + two(d.day);
  }

  function dayWords(key, x) {
    if (!valid(x)) { return "–"; }
    var d = day(x);
    return t(key, {
      month: d.month, day: d.day, month_name: t("date.month." + d.month),
      weekday: t("date.weekday." + new Date(Date.UTC(d.year, d.month - 1, d.day)).getUTCDay())
    });
  }

  function date(x) { return dayWords("date.day", x); }
  function dateWeek(x) { return dayWords("date.day_week", x); }

  function when(x, now) {
    if (!valid(x)) { return "–"; }
    var from = now === undefined ? Date.now() : moment(now).getTime();
    var a = day(x), b = day(from);
    var days = Math.round((Date.UTC(a.year, a.month - 1, a.day) - Date.UTC(b.year, b.month - 1, b.day)) / 864e5);
    if (days === 0) { return time(x); }
    if (days === 1) { return t("date.tomorrow") + " " + time(x); }
    if (days === -1) { return t("date.yesterday") + " " + time(x); }
    return date(x) + " " + time(x);
  }

  function range(from, to) {
    if (!valid(from)) { return valid(to) ? time(to) : "–"; }
    if (!valid(to) || time(from) === time(to)) { return time(from); }
    return t("time.range", { from: time(from), to: time(to) });
  }

  function minutes(ms) { return Math.floor(Math.abs(ms) / 6e4); }

  function duration(ms) {
    if (typeof ms !== "number" || isNaN(ms)) { return "–"; }
    var m = minutes(ms);
    return (ms < 0 && m > 0 ? "−" : "") + Math.floor(m / 60) + ":" + two(m % 60);
  }

  function inWords(ms) {
    if (typeof ms !== "number" || isNaN(ms)) { return "–"; }
    var m = minutes(ms);
    if (m < 60) { return t("time.minutes", { n: m }); }
    if (m % 60 === 0) { return t("time.hours", { n: m / 60 }); }
    return t("time.hours_minutes", { hours: Math.floor(m / 60), minutes: m % 60 });
  }

  function ago(x, now) {
    if (!valid(x)) { return "–"; }
    var past = (now === undefined ? Date.now() : moment(now).getTime()) - moment(x).getTime();
    if (minutes(past) === 0) { return t("time.just_now"); }
    return t(past > 0 ? "time.ago" : "time.in", { time: inWords(past) });
  }

  function hours(h) { return typeof h === "number" && !isNaN(h) ? h.toFixed(1) : "–"; }
  function percent(p) { return typeof p === "number" && !isNaN(p) ? Math.round(p * 100) + "%" : "–"; }

  // A plate is written with a dot after the province and the city's letter, as on the car.
  function plate(text) {
    return String(text || "").replace(/^([\u4e00-\u9fff][A-Z])[·.\s-]?(?=[^·])/, "$1·");
  }

  function fill(element) {
    var all = element.querySelectorAll("[data-t], [data-t-title]"), i, el;
    for (i = 0; i < all.length; i++) {
      el = all[i];
      if (el.hasAttribute("data-t")) { el.textContent = t(el.getAttribute("data-t")); }
      if (el.hasAttribute("data-t-title")) { el.title = t(el.getAttribute("data-t-title")); }
    }
  }

  root.BaylineText = {
    load: load, t: t, say: say, sayAll: sayAll, name: name, has: has, codes: codes, setNow: setNow, remember: remember,
      setZone: setZone, fill: fill,
    lang: function () { return current; },
    other: function () { return languages[(languages.indexOf(current) + 1) % languages.length]; },
    languageName: function (lang) { return names[lang] || lang; },
    time: time, clock: clock, date: date, dateWeek: dateWeek, dayKey: dayKey, when: when, range: range,
    duration: duration, words: inWords, ago: ago, hours: hours, percent: percent, plate: plate
  };
})(window);
