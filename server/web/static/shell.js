// Makes the pages installable and answers without a network; without it everything works as before.
(function () {
  "use strict";
  var body = document.body;
  if ("serviceWorker" in navigator) {
    window.addEventListener("load", function () {
      // refused on plain http and in private windows: the pages do without
      navigator.serviceWorker.register("/sw.js").catch(function () {});
    });
  }
  if (body.dataset.offline !== undefined) {
    window.addEventListener("online", function () {
      window.location.reload();
    });
  }

  // the page of the code of the hall renews itself
  if (body.dataset.reload) {
    window.setTimeout(function () {
      window.location.reload();
    }, Number(body.dataset.reload) * 1000);
  }

  var box = document.getElementById("install");
  window.addEventListener("beforeinstallprompt", function (event) {
    event.preventDefault();
    if (!box || localStorage.getItem("install") === "no") {
      return;
    }
    box.hidden = false;
    box.querySelector("[data-yes]").addEventListener("click", function () {
      box.hidden = true;
      event.prompt();
    });
    box.querySelector("[data-no]").addEventListener("click", function () {
      box.hidden = true;
      localStorage.setItem("install", "no");
    });
  });

  // a menu that stands open closes with Escape and with a tap beside it
  var more = document.querySelector(".hall-more");
  if (more) {
    document.addEventListener("click", function (event) {
      if (!more.contains(event.target)) {
        more.open = false;
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && more.open) {
        more.open = false;
        more.querySelector("summary").focus();
      }
    });
  }
})();
