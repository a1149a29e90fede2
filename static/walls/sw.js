/* Keeps a wall's page over a reload without a server: the page and its files as last loaded. What it shows then is the
 * last picture that live.js keeps, with its true age. The server always comes first; only when it does not answer, or a
 * proxy answers for it, is the kept file given. Nothing of the API is kept here.
 *
 * wall.js registers it for the page's own address. Browsers allow it on https and on localhost only.
 */
(function (worker) {
  "use strict";

  var ROOM = "bayline-wall";
  var PATIENCE = 5e3; // ms until a line that swallows everything counts as no answer

  worker.addEventListener("install", function () { worker.skipWaiting(); });

  /** The files of the page that asks, which came before there was anybody to keep them. */
  worker.addEventListener("message", function (event) {
    event.waitUntil(Promise.all(event.data.keep.map(function (address) {
      return worker.fetch(address).then(function (answer) { return keep(address, answer); },
        function () { /* next time */ });
    })));
  });

  worker.addEventListener("fetch", function (event) {
    var request = event.request, url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) { return; }
    if (request.mode !== "navigate" && url.pathname.indexOf("/static/") !== 0) { return; }
    event.respondWith(answer(event, request));
  });

  function answer(event, request) {
    var asked = worker.fetch(request).then(function (found) {
      if (found.status >= 500) { throw new Error("the server is not there"); }
      event.waitUntil(keep(request.url, found.clone()));
      return found;
    });
    asked.catch(function () { /* said below, or too late to matter */ });
    return Promise.race([asked, silence()]).catch(function () {
      return worker.caches.match(plain(request.url)).then(function (kept) { return kept || asked; });
    });
  }

  function silence() {
    return new Promise(function (done, failed) { worker.setTimeout(function () { failed(new Error("no answer")); },
      PATIENCE); });
  }

  function keep(address, answer) {
    if (answer.status !== 200 || answer.redirected) { return undefined; }
    return worker.caches.open(ROOM).then(function (room) { return room.put(plain(address), answer); });
  }

  /** A page is the same whatever it is asked for: which shop is the script's affair. */
  function plain(address) {
    var url = new URL(address, worker.location.href);
    return url.origin + url.pathname;
  }
})(self);
