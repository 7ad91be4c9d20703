// What the pages gain with scripts on: live count-downs and toasts. Without it every form still works.
(function () {
  "use strict";

  // The phone's clock may be wrong; the page carries the centre's.
  var ahead = Date.parse(document.body.dataset.now) - Date.now();

  function two(n) {
    return (n < 10 ? "0" : "") + n;
  }

  // Says the same as left_in_words in server/web/countdown.py and left_in_english in server/web/english.py.
  function left(seconds, english) {
    var over = seconds < 0 ? (english ? "overdue " : "逾期 ") : "";
    var s = Math.abs(seconds);
    if (s >= 86400) {
      var days = Math.floor(s / 86400);
      var hours = Math.floor((s % 86400) / 3600);
      return over + days + (english ? " d " : "天") + hours + (english ? " h" : "小时");
    }
    var h = Math.floor(s / 3600);
    var m = Math.floor((s % 3600) / 60);
    return over + (h ? h + ":" + two(m) : two(m)) + ":" + two(s % 60);
  }

  function tick() {
    var now = Date.now() + ahead;
    document.querySelectorAll("[data-due]").forEach(function (shown) {
      var due = Date.parse(shown.dataset.due);
      shown.textContent = left(Math.round((due - now) / 1000), shown.lang === "en");
      var holder = shown.closest(".matter, .clock, .ack-card");
      if (holder && due <= now) {
        holder.classList.add(holder.classList.contains("clock") ? "clock-overdue" : "matter-overdue");
      }
      var bar = shown.dataset.started && shown.closest(".countdown, .clock").querySelector("progress");
      if (bar) {
        var started = Date.parse(shown.dataset.started);
        bar.value = Math.min(100, Math.max(0, ((now - started) / (due - started)) * 100));
      }
    });
  }
  tick();
  window.setInterval(tick, 1000);

  // A notice: the list is fetched anew by htmx, and a toast says what came.
  // Everything missed overnight arrives at once on opening the page; the list shows it all, three toasts are enough.
  function toast(title, body, href) {
    if (document.getElementById("toasts").children.length >= 3) {
      return;
    }
    var made = document.createElement("a");
    made.className = "toast-hall";
    made.href = href;
    var head = document.createElement("b");
    head.textContent = title;
    made.appendChild(head);
    made.appendChild(document.createTextNode(body));
    document.getElementById("toasts").appendChild(made);
    window.setTimeout(function () {
      made.remove();
    }, 8000);
    // browsers forbid it on a page that nobody has touched yet
    if (navigator.vibrate && navigator.userActivation && navigator.userActivation.hasBeenActive) {
      navigator.vibrate(200);
    }
  }

  var live = document.getElementById("live");
  var dropped = false;
  document.body.addEventListener("htmx:sseMessage", function (event) {
    if (event.detail.type !== "notice") {
      return;
    }
    var notice = JSON.parse(event.detail.data);
    toast(notice.title, notice.body, notice.page || (notice.case_id ? "/cases/" + notice.case_id : "/notices"));
  });
  // What somebody is in with the keyboard stays; it is fetched again soon.
  document.body.addEventListener("htmx:oobBeforeSwap", function (event) {
    if (event.detail.target.contains(document.activeElement)) {
      event.preventDefault();
    }
  });
  document.body.addEventListener("htmx:sseOpen", function () {
    live.classList.add("live-on");
    if (dropped) {
      // whatever came while the line was down
      document.body.dispatchEvent(new CustomEvent("hall:resync"));
    }
  });
  document.body.addEventListener("htmx:sseError", function () {
    dropped = true;
    live.classList.remove("live-on");
  });
  document.body.addEventListener("htmx:afterSwap", tick);
  document.body.addEventListener("htmx:oobAfterSwap", tick);
  // A phone lets the line fall asleep with its screen; who looks again wants to see how things stand now.
  document.addEventListener("visibilitychange", function () {
    if (live && document.visibilityState === "visible") {
      document.body.dispatchEvent(new CustomEvent("hall:resync"));
    }
  });
  // The session ended while the page was open: show the sign-in page instead of a stale list.
  document.body.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 401) {
      window.location.assign("/login?to=" + window.location.pathname);
    }
  });

  // A second tap on a slow line must not send the form twice.
  document.addEventListener("submit", function (event) {
    var button = event.target.querySelector("button:not([type=button])");
    if (event.target.target === "_blank") {
      // the paper opens beside the file; the file is shown anew because it was printed
      window.setTimeout(function () {
        window.location.reload();
      }, 1500);
    }
    if (button) {
      window.setTimeout(function () {
        button.disabled = true;
      }, 0);
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      window.location.reload();
    }
  });
})();
