"""QR codes in a picture, read with OpenCV's own decoder."""

from __future__ import annotations

from drivers.imaging.opencv import load_cv2

#: the decoder finds small codes in a large page only when it is made larger or smaller, in this order
SCALES = (1.0, 0.5, 2.0)
#: a picture is not made larger than this, px
LONGEST = 4200


def qr_texts(data: bytes) -> tuple[str, ...]:
    """Return what the QR codes in this encoded picture say; nothing when there is none or it is no picture."""
    cv2 = load_cv2()
    import numpy as np

    grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    if grey is None:
        return ()
    detector = cv2.QRCodeDetector()
    for scale in SCALES:
        if max(grey.shape) * scale > LONGEST and scale > 1:
            continue
        seen = grey if scale == 1.0 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found, texts, _, _ = detector.detectAndDecodeMulti(seen)
        said = tuple(str(text) for text in texts if text) if found else ()
        if said:
            return said
    return ()
