// Reads the page aloud where the browser can; without it nothing is missing.
(function () {
  "use strict";
  var button = document.getElementById("say");
  if (!button || !("speechSynthesis" in window)) {
    return;
  }
  var words = button.querySelector("span");
  var start = words.textContent;
  var voice = window.speechSynthesis;

  function rest() {
    words.textContent = start;
    button.setAttribute("aria-pressed", "false");
  }

  button.hidden = false;
  button.addEventListener("click", function () {
    if (button.getAttribute("aria-pressed") === "true") {
      voice.cancel();
      rest();
      return;
    }
    var all = Array.prototype.map.call(document.querySelectorAll(".say"), function (one) {
      return one.innerText;
    });
    var said = new SpeechSynthesisUtterance(all.join("。\n"));
    said.lang = button.dataset.lang;
    said.rate = 0.8;
    said.onend = rest;
    said.onerror = rest;
    words.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    voice.speak(said);
  });
  window.addEventListener("pagehide", function () {
    voice.cancel();
  });
})();
