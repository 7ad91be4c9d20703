// One tick for all rows of the page. Without scripts each row is ticked by itself.
(function () {
  "use strict";
  var all = document.getElementById("pick-all");
  if (!all) {
    return;
  }
  var rows = Array.prototype.slice.call(document.querySelectorAll(".picks input[name=petitions]"));
  all.closest("label").hidden = false;
  all.addEventListener("change", function () {
    rows.forEach(function (row) {
      row.checked = all.checked;
    });
  });
  rows.forEach(function (row) {
    row.addEventListener("change", function () {
      var ticked = rows.filter(function (one) {
        return one.checked;
      }).length;
      all.checked = ticked === rows.length;
      all.indeterminate = ticked > 0 && ticked < rows.length;
    });
  });
})();
