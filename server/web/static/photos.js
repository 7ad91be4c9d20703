// Photos from a telephone are made smaller before they are sent: a weak line takes seconds instead of minutes. Whatever the
// browser cannot do is left to the centre, which takes the original as well.
(function () {
  "use strict";

  var SIDE = 1920;
  var QUALITY = 0.82;

  function reduced(file) {
    // turned as it was held; what the telephone wrote beside the picture stays behind
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (image) {
      var scale = Math.min(1, SIDE / Math.max(image.width, image.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) {
        canvas.toBlob(
          function (blob) {
            var name = file.name.replace(/\.\w+$/, "") + ".jpg";
            done({ canvas: canvas, file: blob ? new File([blob], name, { type: "image/jpeg" }) : file });
          },
          "image/jpeg",
          QUALITY
        );
      });
    });
  }

  function show(input, made) {
    var place = document.querySelector("[data-photos-shown='" + input.id + "']");
    place.replaceChildren.apply(
      place,
      made.map(function (one) {
        return one.canvas;
      })
    );
  }

  document.querySelectorAll("input[data-photos]").forEach(function (input) {
    input.addEventListener("change", function () {
      var most = Number(input.dataset.photos);
      input.setCustomValidity(input.files.length > most ? "最多 " + most + " 张 · At most " + most : "");
      if (!window.createImageBitmap || !window.DataTransfer || input.files.length > most) {
        return;
      }
      Promise.all(Array.prototype.map.call(input.files, reduced)).then(
        function (made) {
          var kept = new DataTransfer();
          made.forEach(function (one) {
            kept.items.add(one.file);
          });
          input.files = kept.files;
          show(input, made);
        },
        function () {
          // no picture this browser can draw: the centre says what is wrong with it
        }
      );
    });
  });
})();
