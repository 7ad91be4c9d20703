// One tick for all rows of the page; without scripts each row is ticked by itself. A list in which somebody ticks or writes
// is not renewed under the hand.
(function () {
  "use strict";

  function rows() {
    return Array.prototype.slice.call(document.querySelectorAll(".picks input[name=petitions]"));
  }

  function shown() {
    var all = document.getElementById("pick-all");
    if (all) {
      all.closest("label").hidden = false;
    }
  }

  function begun() {
    var text = document.querySelector("#batch textarea");
    return (
      (text && text.value !== text.defaultValue) ||
      rows().some(function (row) {
        return row.checked;
      })
    );
  }

  document.addEventListener("change", function (event) {
    var all = document.getElementById("pick-all");
    if (!all || !event.target.closest("#batch")) {
      return;
    }
    if (event.target === all) {
      rows().forEach(function (row) {
        row.checked = all.checked;
      });
      return;
    }
    var ticked = rows().filter(function (row) {
      return row.checked;
    }).length;
    all.checked = ticked > 0 && ticked === rows().length;
    all.indeterminate = ticked > 0 && ticked < rows().length;
  });
  document.body.addEventListener("htmx:oobBeforeSwap", function (event) {
    if (event.detail.target.id !== "late") {
      return;
    }
    var stale = document.getElementById("stale");
    stale.hidden = !begun();
    if (begun()) {
      event.preventDefault();
    }
  });
  document.body.addEventListener("htmx:oobAfterSwap", shown);
  shown();
})();
