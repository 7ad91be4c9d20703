// The viewer of pages without a new page for every step: zoom, turn and words change in place; drag, pinch and keys.
(function () {
  "use strict";

  var stage = document.getElementById("stage");
  var sheet = document.getElementById("sheet");
  var turned = document.getElementById("turned");
  if (!stage || !sheet) {
    return;
  }
  var view = document.getElementById("view");
  var width = Number(sheet.dataset.width);
  var height = Number(sheet.dataset.height);
  var zoom = Number(view.dataset.zoom);
  var turn = Number(view.dataset.turn);
  var LEAST = 1;
  var MOST = 6;
  var base = 0;

  function tell() {
    document.getElementById("view-zoom").textContent = Math.round(zoom * 100) + "%";
    var words = sheet.classList.contains("sheet-words") ? 1 : 0;
    var said = "?zoom=" + Math.min(4, Math.round(zoom)) + "&turn=" + turn + "&words=" + words;
    window.history.replaceState(null, "", window.location.pathname + said);
  }

  // as wide as the page is at 100%, measured once: the style sheet decides
  function measure() {
    sheet.setAttribute("class", "sheet zoom-1" + (sheet.classList.contains("sheet-words") ? " sheet-words" : ""));
    sheet.style.width = "";
    sheet.style.maxWidth = "";
    base = sheet.getBoundingClientRect().width;
  }

  // the point under (x, y) of the window stays where it is
  function enlarge(wanted, x, y) {
    var box = sheet.getBoundingClientRect();
    var before = zoom;
    zoom = Math.min(MOST, Math.max(LEAST, wanted));
    var across = x === undefined ? stage.clientWidth / 2 : x - stage.getBoundingClientRect().left;
    var down = y === undefined ? stage.clientHeight / 2 : y - stage.getBoundingClientRect().top;
    var left = (stage.getBoundingClientRect().left + across - box.left) / box.width;
    var top = (stage.getBoundingClientRect().top + down - box.top) / box.height;
    sheet.style.maxWidth = "none";
    sheet.style.width = base * zoom + "px";
    if (before !== zoom) {
      var now = sheet.getBoundingClientRect();
      stage.scrollLeft += now.left + left * now.width - (stage.getBoundingClientRect().left + across);
      stage.scrollTop += now.top + top * now.height - (stage.getBoundingClientRect().top + down);
    }
    tell();
  }

  var TRANSFORMS = {
    0: "",
    90: "translate(" + height + " 0) rotate(90)",
    180: "translate(" + width + " " + height + ") rotate(180)",
    270: "translate(0 " + width + ") rotate(270)",
  };

  function rotate(by) {
    turn = (turn + by + 360) % 360;
    var across = turn % 180 !== 0;
    sheet.setAttribute("viewBox", "0 0 " + (across ? height + " " + width : width + " " + height));
    turned.setAttribute("transform", TRANSFORMS[turn]);
    tell();
  }

  function write() {
    var on = sheet.classList.toggle("sheet-words");
    document.getElementById("tool-words").setAttribute("aria-pressed", String(on));
    tell();
  }

  function reset() {
    zoom = LEAST;
    enlarge(LEAST);
    rotate(-turn);
  }

  function go(id) {
    var link = document.getElementById(id);
    if (link) {
      window.location.assign(link.href);
    }
  }

  var tools = {
    "tool-larger": function () { enlarge(zoom * 1.5); },
    "tool-smaller": function () { enlarge(zoom / 1.5); },
    "tool-left": function () { rotate(-90); },
    "tool-right": function () { rotate(90); },
    "tool-words": write,
  };
  Object.keys(tools).forEach(function (id) {
    document.getElementById(id).addEventListener("click", function (event) {
      event.preventDefault();
      tools[id]();
    });
  });

  var keys = {
    "+": tools["tool-larger"],
    "=": tools["tool-larger"],
    "-": tools["tool-smaller"],
    l: tools["tool-left"],
    r: tools["tool-right"],
    t: write,
    0: reset,
    Home: reset,
    PageUp: function () { go("tool-back"); },
    PageDown: function () { go("tool-forth"); },
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      return;
    }
    var flat = stage.scrollWidth <= stage.clientWidth + 1;
    if (flat && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      go(event.key === "ArrowLeft" ? "tool-back" : "tool-forth");
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  stage.addEventListener("wheel", function (event) {
    if (event.ctrlKey) {
      event.preventDefault();
      enlarge(zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2), event.clientX, event.clientY);
    }
  }, { passive: false });
  stage.addEventListener("dblclick", function (event) {
    if (event.target.tagName === "image") {
      enlarge(zoom > 1 ? LEAST : 2, event.clientX, event.clientY);
    }
  });

  // a mouse drags the page, unless it selects words; fingers drag by themselves and pinch here
  var held = null;
  var fingers = {};
  var apart = 0;
  function distance() {
    var at = Object.keys(fingers).map(function (id) { return fingers[id]; });
    return Math.hypot(at[0].x - at[1].x, at[0].y - at[1].y);
  }
  stage.addEventListener("pointerdown", function (event) {
    if (event.pointerType === "mouse") {
      if (event.button === 0 && event.target.tagName !== "text") {
        held = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop };
        event.preventDefault();
        stage.focus();
      }
      return;
    }
    fingers[event.pointerId] = { x: event.clientX, y: event.clientY };
    apart = Object.keys(fingers).length === 2 ? distance() : 0;
  });
  window.addEventListener("pointermove", function (event) {
    if (held) {
      stage.scrollLeft = held.left + held.x - event.clientX;
      stage.scrollTop = held.top + held.y - event.clientY;
    }
    if (fingers[event.pointerId]) {
      fingers[event.pointerId] = { x: event.clientX, y: event.clientY };
      if (apart && Object.keys(fingers).length === 2) {
        var now = distance();
        var ids = Object.keys(fingers);
        var x = (fingers[ids[0]].x + fingers[ids[1]].x) / 2;
        var y = (fingers[ids[0]].y + fingers[ids[1]].y) / 2;
        enlarge(zoom * (now / apart), x, y);
        apart = now;
      }
    }
  });
  function lift(event) {
    held = null;
    delete fingers[event.pointerId];
    apart = 0;
  }
  window.addEventListener("pointerup", lift);
  window.addEventListener("pointercancel", lift);

  var wanted = zoom;
  measure();
  zoom = 1;
  if (wanted > 1) {
    enlarge(wanted);
  }
  window.addEventListener("resize", function () {
    var now = zoom;
    measure();
    enlarge(now);
  });
})();
