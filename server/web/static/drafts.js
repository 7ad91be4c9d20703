// What is typed into a form outlives the end of a session: kept in this tab alone, given back after the sign-in to the
// same person, forgotten when the form was taken, on sign-out, and with the tab.
(function () {
  "use strict";

  var KEPT = "draft:";
  var SENT = "draft-sent";

  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (one) {
      // a confirmation is given anew, and a file cannot be kept
      var kept = one.name && ["hidden", "file"].indexOf(one.type) < 0 && one.tagName !== "BUTTON";
      return kept && one.name !== "sure" && !("undrafted" in one.dataset);
    });
  }

  function typed(form) {
    var said = {};
    fields(form).forEach(function (one) {
      if (one.type === "radio") {
        if (one.checked) {
          said[one.name] = one.value;
        }
      } else if (one.type === "checkbox") {
        said[one.name] = one.checked;
      } else if (one.multiple) {
        said[one.name] = Array.prototype.map.call(one.selectedOptions, function (each) {
          return each.value;
        });
      } else {
        said[one.name] = one.value;
      }
    });
    return said;
  }

  function give(form, said) {
    fields(form).forEach(function (one) {
      if (!(one.name in said)) {
        return;
      }
      if (one.type === "radio") {
        one.checked = said[one.name] === one.value;
      } else if (one.type === "checkbox") {
        one.checked = said[one.name];
      } else if (one.multiple) {
        Array.prototype.forEach.call(one.options, function (each) {
          each.selected = said[one.name].indexOf(each.value) >= 0;
        });
      } else {
        one.value = said[one.name];
      }
    });
    for (var holder = form.closest("details"); holder; holder = holder.parentElement.closest("details")) {
      holder.open = true;
    }
  }

  function keys() {
    return Object.keys(sessionStorage).filter(function (key) {
      return key.indexOf(KEPT) === 0;
    });
  }

  function forget(which) {
    keys().filter(which).forEach(function (key) {
      sessionStorage.removeItem(key);
    });
  }

  // the tab itself has what was typed, with its place in the form: the copy for who runs no scripts can go
  var copy = document.querySelector("[data-kept], [data-again]");
  if (copy && sessionStorage.getItem(SENT) && sessionStorage.getItem(sessionStorage.getItem(SENT))) {
    copy.remove();
  }

  var main = document.querySelector("[data-owner]");
  if (main) {
    // another person at the same desk never sees it
    forget(function (key) {
      return key.indexOf(KEPT + main.dataset.owner + ":") !== 0;
    });
    if (document.querySelector(".done") && sessionStorage.getItem(SENT)) {
      sessionStorage.removeItem(sessionStorage.getItem(SENT));
    }
    sessionStorage.removeItem(SENT);
  }
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var key = KEPT + form.dataset.draft;
    var kept = sessionStorage.getItem(key);
    if (kept) {
      give(form, JSON.parse(kept));
      var restored = form.querySelector("[data-restored]");
      if (!restored) {
        var note = document.createElement("p");
        note.className = "draft-back";
        note.setAttribute("role", "status");
        note.textContent = "已恢复上次没有提交的内容 · What was typed before is back";
        form.prepend(note);
        form.scrollIntoView({ block: "center" });
      }
      if (restored) {
        restored.hidden = false;
        restored.querySelector("button").addEventListener("click", function () {
          sessionStorage.removeItem(key);
          window.location.reload();
        });
      }
    }
    form.addEventListener("input", function () {
      sessionStorage.setItem(key, JSON.stringify(typed(form)));
    });
    form.addEventListener("submit", function () {
      sessionStorage.setItem(SENT, key);
    });
  });
  document.querySelectorAll("form[action='/logout']").forEach(function (form) {
    form.addEventListener("submit", function () {
      forget(function () {
        return true;
      });
    });
  });
})();
