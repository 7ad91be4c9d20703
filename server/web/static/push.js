// Switches notices of this browser on and off. Without Web Push (an old phone, no key at the centre) nothing is shown.
(function () {
  "use strict";
  var box = document.getElementById("push");
  if (!box || !box.dataset.key || !("serviceWorker" in navigator) || !("PushManager" in window)) {
    return;
  }
  var button = box.querySelector("button");
  var words = box.querySelector("p");
  var subscription = null;

  function key() {
    var text = atob(box.dataset.key.replace(/-/g, "+").replace(/_/g, "/"));
    var raw = new Uint8Array(text.length);
    for (var i = 0; i < text.length; i++) {
      raw[i] = text.charCodeAt(i);
    }
    return raw;
  }

  function say(state) {
    words.textContent = box.dataset[state];
    button.textContent = subscription ? box.dataset.off : box.dataset.on;
    button.disabled = false;
    box.classList.toggle("push-on", subscription !== null);
    box.hidden = false;
  }

  function tell(path, body) {
    return fetch("/api/v1/push/" + path, {
      method: "POST",
      headers: { "content-type": "application/json", "X-Hall-CSRF": box.dataset.csrf },
      body: JSON.stringify(body),
    }).then(function (answer) {
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
    });
  }

  function show(found) {
    subscription = found;
    // said again at every visit: the centre may have forgotten this browser, or another person used it
    var told = found ? tell("subscriptions", found.toJSON()) : Promise.resolve();
    return told.then(function () {
      say(found ? "yes" : Notification.permission === "denied" ? "denied" : "no");
    });
  }

  // a push service that cannot be reached from here never answers
  function soon(promise) {
    return Promise.race([
      promise,
      new Promise(function (_resolve, reject) {
        setTimeout(function () {
          reject(new Error("no answer"));
        }, 15000);
      }),
    ]);
  }

  function failed() {
    say(Notification.permission === "denied" ? "denied" : "failed");
  }

  navigator.serviceWorker
    .register("/sw.js")
    .then(function (worker) {
      button.addEventListener("click", function () {
        button.disabled = true;
        words.textContent = box.dataset.busy;
        var done = subscription
          ? tell("unsubscribe", { endpoint: subscription.endpoint })
              .then(function () {
                return subscription.unsubscribe();
              })
              .then(function () {
                return show(null);
              })
          : worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key() }).then(show);
        soon(done).catch(failed);
      });
      return worker.pushManager.getSubscription().then(show);
    })
    .catch(failed);
})();
