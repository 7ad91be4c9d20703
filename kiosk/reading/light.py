"""Light and ink of a page: even the shadow, take red ink out of the reading image, judge dark, glare, blur, blank."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from kiosk.reading.engine import Image

#: the paper's brightness is estimated on an image this many times smaller
_SHRINK = 8
#: below this mean brightness of the paper nothing can be brought back, 0..255
_DARK = 45.0
#: a lamp's reflection: levels of all channels, parts of the page, levels above the paper around it, looked at this large
_BURNT, _LEAST_GLARE, _MOST_GLARE, _GLARE_STEP, _LOOK_GLARE = 250, 0.006, 0.5, 18, 600.0
#: ink is darker than this on evened paper
_INK = 190
#: part of the page that is ink on the emptiest page that still says something: one short line
_LEAST_INK = 0.00025
#: steepest edge as a part of the contrast; printed text in focus has 0.4 and more
_LEAST_SHARP = 0.10
#: red ink: red exceeds green and blue by this many levels on evened paper; the same for what is connected with it, thin
#: lines that a phone's JPEG has washed out
_RED_LEAD, _PALE_LEAD = 45, 24
#: stamps, thumb prints and ruled lines are larger than this part of the page's longer side
_RED_SIDE = 0.03
#: part of a red mark, closed over its gaps, that must be plainly red
_SURE = 0.04
#: sides of a stamp as parts of the page's longer side, and how much longer one may be: what is red within it belongs to it
_LEAST_STAMP, _MOST_STAMP, _OVAL = 0.06, 0.25, 1.8
#: fewer red letters in a row are chance
_LETTERHEAD = 4
#: height of such letters in pixels and as part of the longer side; heights of the longest row of them
_LEAST_HEAD, _MOST_HEAD, _LONGEST_HEAD = 26, 0.08, 26.0
#: difference of the channels along a coloured rule, and rules on a sheet of letter paper
_RULE_COLOUR, _LEAST_RULES = 25, 6

#: pieces of characters: pixels, and part of the page's longer side
_LEAST_LETTER, _MOST_LETTER = 8, 0.05


def even(page: Image) -> Image:
    """Divide the page by its own paper brightness, so that paper is white everywhere and colours stay."""
    height, width = page.shape[:2]
    small = cv2.resize(page, (max(8, width // _SHRINK), max(8, height // _SHRINK)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    paper = cv2.GaussianBlur(paper, (0, 0), 3)
    ground = cv2.resize(np.maximum(paper, 40), (width, height), interpolation=cv2.INTER_LINEAR)
    evened: Image = cv2.divide(page, ground, scale=248)
    return evened


def without_red(evened: Image) -> Image:
    """Return the page with stamps, thumb prints and red lines faded to paper; black strokes under them stay.

    Small red marks outside of stamps are kept: they may be writing. Returns the same image when there is no red ink.
    """
    blue, green, red = cv2.split(evened)
    lead = cv2.subtract(red, cv2.max(blue, green))
    sure = (lead > _RED_LEAD).astype(np.uint8)
    if int(sure.sum()) < sure.size * 0.0004:
        return evened
    mask = (lead > _PALE_LEAD).astype(np.uint8)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, places, stats, _ = cv2.connectedComponentsWithStats(joined)
    certain = np.bincount(places[sure > 0], minlength=count)
    least = max(evened.shape[:2]) * _RED_SIDE
    result = evened.copy()
    letters = _letterhead(stats, max(evened.shape[:2]))
    stamped = _within_stamps(stats, max(evened.shape[:2])) - letters
    for i in range(1, count):
        x, y, width, height = (int(v) for v in stats[i, :4])
        large = min(width, height) >= least or max(width, height) >= 3 * least
        if i in letters or not (large or i in stamped) or certain[i] < _SURE * stats[i, 4]:
            continue
        box = (slice(y, y + height), slice(x, x + width))
        # another mark may stand within its box
        marked = mask[box] & (places[box] == i)
        near = cv2.dilate(marked, np.ones((5, 5), np.uint8)).astype(bool)
        ink = red[box][marked.astype(bool)]
        level = max(120.0, float(np.percentile(ink, 25)))
        faded = np.clip(red[box].astype(np.float32) * (248.0 / level), 0, 255).astype(np.uint8)
        result[box][near] = faded[near][:, None]
    return result


def _within_stamps(stats: Image, side: int) -> set[int]:
    """Red marks within the ring of a stamp: its letters, which would lie over the lines that it is pressed on."""
    left, top, wide, high = (stats[:, column].astype(np.int64) for column in range(4))
    shorter, longer = np.minimum(wide, high), np.maximum(wide, high)
    rings = (shorter >= _LEAST_STAMP * side) & (longer <= _MOST_STAMP * side) & (longer <= _OVAL * shorter)
    across, down = left + wide / 2, top + high / 2
    within: set[int] = set()
    for ring in np.flatnonzero(rings):
        if ring:
            inside = (abs(across - across[ring]) < wide[ring] / 2) & (abs(down - down[ring]) < high[ring] / 2)
            within.update(int(i) for i in np.flatnonzero(inside) if i)
    return within


def _letterhead(stats: Image, side: int) -> set[int]:
    """Red marks that are the letters of a red letterhead (红头): of one height, in a row, close together or grown into one.

    Thumb prints beside names also stand in rows, but apart; rules are not as high and stamps higher.
    """
    marks = [
        i
        for i in range(1, len(stats))
        if _LEAST_HEAD <= stats[i, 3] <= _MOST_HEAD * side and 0.4 < stats[i, 2] / stats[i, 3] < _LONGEST_HEAD
    ]
    letters: set[int] = set()
    for i in marks:
        height, middle = float(stats[i, 3]), float(stats[i, 1] + stats[i, 3] / 2)
        row = sorted(
            (
                j
                for j in marks
                if abs(stats[j, 3] - height) < 0.3 * height
                and abs(stats[j, 1] + stats[j, 3] / 2 - middle) < 0.2 * height
            ),
            key=lambda j: int(stats[j, 0]),
        )
        gaps = [int(stats[b, 0] - stats[a, 0] - stats[a, 2]) for a, b in pairwise(row)]
        wide = sum(int(stats[j, 2]) for j in row)
        if wide >= _LETTERHEAD * height * 0.8 and sum(gap < 0.8 * height for gap in gaps) >= 0.8 * len(gaps):
            letters.update(row)
    return letters


def letter_paper(shown: Image) -> bool:
    """Tell whether an upright, evened page is ruled in colour as letter paper (信纸) is.

    People write by hand on it, so this is the one cheap sign of handwriting that can be trusted; its absence says
    nothing. Black rules are forms and do not count.
    """
    small = cv2.resize(shown, (800, max(8, round(shown.shape[0] * 800 / shown.shape[1]))), interpolation=cv2.INTER_AREA)
    blue, green, red = cv2.split(small)
    # over the last axis numpy takes twenty times as long
    colour = cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red))
    coloured = (colour > _RULE_COLOUR).astype(np.uint8)
    # a rule may bend by a pixel over its length
    long = cv2.morphologyEx(
        cv2.dilate(coloured, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, 240), np.uint8)
    )
    rows = (long.sum(axis=1) > 0).astype(np.int8)
    return int((np.diff(rows) == 1).sum()) >= _LEAST_RULES


def paper_brightness(page: Image) -> float:
    """Brightness of the paper before evening, 0..255: text covers far less than half of a page."""
    return float(np.median(cv2.cvtColor(page[::4, ::4], cv2.COLOR_BGR2GRAY)))


def too_dark(page: Image) -> bool:
    """Tell whether paper and ink drown in the dark."""
    return paper_brightness(page) < _DARK


def glare(page: Image) -> bool:
    """Tell whether a lamp burns a hole into a page that is otherwise below white.

    A scan or a well lit page is white all over and has no such hole; a lamp's hole is one round blob without any ink,
    and the paper around it is clearly darker.
    """
    scale = _LOOK_GLARE / max(page.shape[:2])
    small = cv2.resize(page, None, fx=min(1.0, scale), fy=min(1.0, scale), interpolation=cv2.INTER_AREA)
    # white in all three channels: bright yellow paper is no lamp
    least = small.min(axis=2)
    burnt = cv2.morphologyEx((least >= _BURNT).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    for i in range(1, len(stats)):
        part = float(stats[i, cv2.CC_STAT_AREA]) / burnt.size
        if not _LEAST_GLARE < part < _MOST_GLARE:
            continue
        hole = (labels == i).astype(np.uint8)
        reach = 2 * max(9, int(stats[i, cv2.CC_STAT_AREA] ** 0.5) // 2) + 1
        ring = (cv2.dilate(hole, np.ones((reach, reach), np.uint8)) == 1) & (burnt == 0)
        if ring.any() and float(np.median(least[ring])) < _BURNT - _GLARE_STEP:
            return True
    return False


def blank(evened: Image) -> bool:
    """Tell whether a page carries no ink, apart from its rim (holes, staples, cut edges)."""
    grey = cv2.GaussianBlur(cv2.cvtColor(evened, cv2.COLOR_BGR2GRAY), (0, 0), 1.2)
    height, width = grey.shape
    middle = grey[height // 25 : height - height // 25, width // 25 : width - width // 25]
    return float((middle < _INK).mean()) < _LEAST_INK


def blurred(evened: Image) -> bool:
    """Tell whether no edge on the page is steep, however dark the ink: out of focus or moved."""
    grey = cv2.cvtColor(evened, cv2.COLOR_BGR2GRAY).astype(np.float32)
    steep = (
        float(np.percentile(cv2.magnitude(cv2.Sobel(grey, -1, 1, 0), cv2.Sobel(grey, -1, 0, 1))[::2, ::2], 99.5)) / 8
    )
    contrast = float(np.percentile(grey[::4, ::4], 90) - np.percentile(grey[::4, ::4], 0.5))
    return contrast > 0 and steep / contrast < _LEAST_SHARP


def letter_size(readable: Image) -> float:
    """Estimate the side of a full-width character in pixels, whichever way the page lies; 0.0 when there is no ink.

    Characters fall apart into pieces, so the larger pieces tell; rules and pictures are larger than any character.
    """
    grey = cv2.cvtColor(readable, cv2.COLOR_BGR2GRAY)
    _, _, stats, _ = cv2.connectedComponentsWithStats((grey < _INK).astype(np.uint8), connectivity=8)
    sides = stats[1:, 2:4].max(axis=1)
    letters = sides[(sides >= _LEAST_LETTER) & (sides <= max(grey.shape) * _MOST_LETTER)]
    return float(np.percentile(letters, 80)) if letters.size else 0.0
