// Shows a notice on a phone that does not have the page open. It holds a number and a link, nothing of a person.
"use strict";

self.addEventListener("push", function (event) {
  var said = event.data ? event.data.json() : {};
  event.waitUntil(
    self.registration.showNotification(said.title || "信访大厅", {
      body: said.body || "",
      tag: said.tag,
      lang: "zh-CN",
      icon: "/static/icon.svg",
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
