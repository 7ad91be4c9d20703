// Shows a notice on a phone that does not have the page open, and a page that says what can be done without a network.
// Kept are style sheets, scripts and icons by their hash and that one page: never a page of a person.
// The first line, with what is kept, is written by the centre: self.HALL = {version, files, offline}.
"use strict";

var KEPT = "hall-" + self.HALL.version;

self.addEventListener("install", function (event) {
  event.waitUntil(
    caches
      .open(KEPT)
      .then(function (kept) {
        return kept.addAll(self.HALL.files.concat(self.HALL.offline));
      })
      .then(function () {
        return self.skipWaiting();
      })
  );
});

self.addEventListener("activate", function (event) {
  event.waitUntil(
    caches
      .keys()
      .then(function (names) {
        return Promise.all(
          names
            .filter(function (name) {
              return name !== KEPT;
            })
            .map(function (name) {
              return caches.delete(name);
            })
        );
      })
      .then(function () {
        return self.clients.claim();
      })
  );
});

self.addEventListener("fetch", function (event) {
  var request = event.request;
  var url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(
      fetch(request).catch(function () {
        return caches.match(self.HALL.offline);
      })
    );
  } else if (self.HALL.files.indexOf(url.pathname + url.search) >= 0) {
    event.respondWith(
      caches.match(request).then(function (kept) {
        return kept || fetch(request);
      })
    );
  }
});

self.addEventListener("push", function (event) {
  var said = event.data ? event.data.json() : {};
  event.waitUntil(
    self.registration.showNotification(said.title || "信访大厅", {
      body: said.body || "",
      tag: said.tag,
      lang: "zh-CN",
      icon: "/static/icons/icon-192.png",
      badge: "/static/icons/badge-96.png",
      requireInteraction: Boolean(said.urgent),
      data: { url: said.url || "/notices" },
    })
  );
});

self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  // only ever a page of this centre, whatever the message says
  var path = new URL(event.notification.data.url, self.location.origin).pathname;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(function (pages) {
      for (var i = 0; i < pages.length; i++) {
        if (new URL(pages[i].url).pathname === path) {
          return pages[i].focus();
        }
      }
      return self.clients.openWindow(path);
    })
  );
});
