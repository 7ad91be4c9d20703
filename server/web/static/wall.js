// Keeps the wall up to date: told by the centre when to look, and looking by itself when the line is down.
(function () {
  "use strict";

  var body = document.body;
  var board = document.getElementById("board");
  var lost = document.getElementById("lost");
  var shown = document.getElementById("clock");
  // the screen's clock may be wrong; the page carries the centre's
  var ahead = Date.parse(body.dataset.now) - Date.now();
  var token = encodeURIComponent(body.dataset.token);
  var said = call();
  var born = new Date().toDateString();

  function call() {
    var one = board.querySelector("[data-call]");
    return one ? one.dataset.call : "";
  }

  function tick() {
    var now = new Date(Date.now() + ahead + 8 * 3600000);
    shown.textContent = now.toISOString().slice(11, 16);
    if (new Date().toDateString() !== born) {
      // a new day: its date, and whatever version of the page there is by now
      window.location.reload();
    }
  }

  function say() {
    var one = board.querySelector("[data-say]");
    if (!one || one.dataset.call === said) {
      return;
    }
    said = one.dataset.call;
    board.querySelector(".now").classList.add("fresh");
    if ("speechSynthesis" in window) {
      var words = new SpeechSynthesisUtterance(one.dataset.say);
      words.lang = "zh-CN";
      words.rate = 0.85;
      window.speechSynthesis.speak(words);
    }
  }

  function look() {
    return fetch("/wall/board?t=" + token, { cache: "no-store" })
      .then(function (answer) {
        if (answer.status === 404) {
          // ended by the administrator
          window.location.reload();
        }
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        return answer.text();
      })
      .then(function (text) {
        board.innerHTML = text;
        lost.hidden = true;
        say();
      })
      .catch(function () {
        lost.hidden = false;
      });
  }

  tick();
  window.setInterval(tick, 1000);
  window.setInterval(look, 20000);
  if ("EventSource" in window) {
    var line = new EventSource("/api/v1/wall/stream?t=" + token);
    line.addEventListener("wall", look);
    // whatever came while the line was down
    line.addEventListener("open", look);
  }
})();
