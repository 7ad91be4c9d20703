// Checks a receipt here, with the public keys that came with the page: no network is asked, nothing is sent. Where the
// browser knows no Ed25519, or the page came over plain HTTP, the form goes to the centre as it does without scripts.
(function () {
  "use strict";

  var PROOF = /^([0-9]{1,5}|k-[0-9a-f]{1,32})\.([0-9]{1,11})\.([A-Za-z0-9_-]{86})$/;
  var form = document.getElementById("check");
  var known = JSON.parse(form.dataset.keys);
  var words = JSON.parse(form.dataset.words);
  var loaded = moment(new Date());

  function moment(at) {
    return at.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);
  }

  function bytes(base64) {
    return Uint8Array.from(atob(base64), function (character) {
      return character.charCodeAt(0);
    });
  }

  // number, code, signer, moment, signature; null for what is no receipt
  function read(text) {
    var query = text.trim().split("#")[0];
    var values = new URLSearchParams(query.slice(query.indexOf("?") + 1));
    var single = ["n", "c", "p"].every(function (name) {
      return values.getAll(name).length === 1 && values.get(name);
    });
    var found = single && query.indexOf("?") >= 0 && PROOF.exec(values.get("p"));
    if (!found || String(Number(found[2])) !== found[2]) {
      return null;
    }
    var standard = found[3].replace(/-/g, "+").replace(/_/g, "/");
    var signature = bytes(standard + "==");
    // the last character has bits to spare: one signature has one spelling
    if (btoa(String.fromCharCode.apply(null, signature)) !== standard + "==") {
      return null;
    }
    return { number: values.get("n"), code: values.get("c"), signer: found[1], at: found[2], signature: signature };
  }

  function imported(key) {
    return crypto.subtle.importKey("raw", bytes(key), { name: "Ed25519" }, false, ["verify"]);
  }

  function judge(proof) {
    var kiosk = known.kiosks[proof.signer];
    var key = kiosk ? kiosk.public_key : known.centre[proof.signer];
    if (!key) {
      return Promise.resolve("false");
    }
    var said = ["petition-hall receipt v1", proof.number, proof.code, proof.at, proof.signer].join("\n");
    return imported(key)
      .then(function (ready) {
        return crypto.subtle.verify({ name: "Ed25519" }, ready, proof.signature, new TextEncoder().encode(said));
      })
      .then(function (fits) {
        return !fits ? "false" : !kiosk ? "genuine" : kiosk.revoked ? "doubtful" : "provisional";
      });
  }

  function show(verdict, proof) {
    var good = verdict === "genuine" || verdict === "provisional";
    var before = document.getElementById("said");
    if (before) {
      before.remove();
    }
    document.getElementById("good").hidden = !good;
    document.getElementById("bad").hidden = good;
    var text = document.querySelector(good ? "#good .done > span" : "#bad .problem > span");
    text.textContent = words[verdict][0] + " ";
    var english = document.createElement("span");
    english.lang = "en";
    english.textContent = words[verdict][1];
    text.append(english);
    if (proof && verdict !== "false") {
      text.append(" " + proof.number + " · " + moment(new Date(Number(proof.at) * 1000)));
    }
    text.append(" · 本机核验，公钥取自 " + loaded + " Checked on this device with the keys of that moment");
  }

  function take(event) {
    event.preventDefault();
    // the page stays, so its button must not be put to sleep as that of a form on its way
    event.stopPropagation();
    var proof = read(document.getElementById("text").value);
    if (!proof) {
      show("unreadable", null);
      return;
    }
    judge(proof).then(
      function (verdict) {
        show(verdict, proof);
      },
      function () {
        // a key or a signature this browser does not take: the centre has the last word
        form.submit();
      },
    );
  }

  var any = Object.values(known.centre)[0];
  if (window.crypto && crypto.subtle && any) {
    imported(any).then(
      function () {
        form.addEventListener("submit", take);
        form.dataset.ready = "1";
      },
      function () {
        form.dataset.ready = "0";
      },
    );
  }
})();
