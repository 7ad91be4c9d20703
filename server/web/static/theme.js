// Runs before the first paint, so that a dark phone never flashes white.
(function () {
  "use strict";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function follow() {
    document.documentElement.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  }
  follow();
  if (dark.addEventListener) {
    dark.addEventListener("change", follow);
  } else {
    dark.addListener(follow); // phones before 2020
  }
})();
