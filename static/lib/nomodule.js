// @ts-check
/* What a browser says that is too old for a staff page: it runs no modules, and only such a browser loads this. */
(function (doc) {
  var me = doc.currentScript || doc.querySelector("script[data-say]");
  var line = doc.createElement("p");
  line.style.cssText = "max-width:40em;margin:15% auto;padding:1em;font-size:1.25em;text-align:center";
  line.appendChild(doc.createTextNode(me.getAttribute("data-say")));
  doc.body.appendChild(line);
})(document);
