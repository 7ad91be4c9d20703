"""Page images: what cannot be read is said, what can is laid flat. No engine here."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from kiosk.bench.petition_pages import Petition, render_petition
from kiosk.reading import light
from kiosk.reading.decode import WORK_SIDE, decode, leaves
from kiosk.reading.pages import check_page
from kiosk.reading.result import PageIssue
from kiosk.reading.sheet import find, flatten
from kiosk.reading.upright import Laid, deskew, quarter_turned, skew, turn_half, turn_quarter


@pytest.fixture(scope="module")
def petition() -> Petition:
    return render_petition(7)


def encoded(image: Pillow.Image, form: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "issue"),
    [
        (b"", PageIssue.NOT_AN_IMAGE),
        (b"%PDF-1.7\n1 0 obj\n", PageIssue.NOT_AN_IMAGE),
        (b"\xff\xd8\xff\xe0 nothing", PageIssue.NOT_AN_IMAGE),
        (encoded(Pillow.new("L", (1, 1))), PageIssue.TOO_SMALL),
        (encoded(Pillow.new("1", (14200, 14200))), PageIssue.TOO_LARGE),
    ],
    ids=["empty", "pdf", "broken", "one pixel", "200 megapixels"],
)
def test_what_is_no_page_is_an_issue_and_not_an_error(data: bytes, issue: PageIssue) -> None:
    assert check_page(data) == (issue,)


def test_a_photo_that_arrived_in_part_is_refused_as_such_unless_only_its_end_mark_is_missing(
    petition: Petition,
) -> None:
    whole = petition.pages[0].jpeg
    assert decode(whole[: len(whole) // 2]) is PageIssue.INCOMPLETE
    assert decode(whole[:-2000]) is PageIssue.INCOMPLETE
    unended = decode(whole[:-2])
    assert not isinstance(unended, PageIssue)
    assert np.array_equal(unended, decode(whole))


def test_a_stack_of_a_scanner_is_pages_without_their_previews() -> None:
    first, second = Pillow.new("1", (400, 600), 1), Pillow.new("L", (600, 400), 9)
    preview = Pillow.new("L", (200, 300), 200)
    preview.encoderinfo = {"tiffinfo": {254: 1}}
    stack = io.BytesIO()
    first.save(stack, "TIFF", save_all=True, append_images=[preview, second])
    data = stack.getvalue()
    assert leaves(data) == (0, 2) and leaves(data, 1) == (0,)
    assert [page.shape for page in (decode(data, 0), decode(data, 2)) if not isinstance(page, PageIssue)] == [
        (600, 400, 3),
        (400, 600, 3),
    ]


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    assert decode(b"\x89PNG\r\n\x1a\n" + data) is PageIssue.NOT_AN_IMAGE
    assert all(isinstance(decode(b"II*\0" + data, frame), PageIssue) for frame in leaves(b"II*\0" + data))


def test_a_photo_is_turned_as_its_exif_says_and_kept_within_the_working_size() -> None:
    buffer = io.BytesIO()
    exif = Pillow.Exif()
    exif[0x0112] = 6
    Pillow.new("RGB", (5000, 2500), "white").save(buffer, "JPEG", exif=exif)
    image = decode(buffer.getvalue())
    assert not isinstance(image, PageIssue)
    height, width = image.shape[:2]
    assert height == WORK_SIDE and abs(height - 2 * width) <= 2


def test_a_transparent_image_lies_on_white_paper() -> None:
    image = decode(encoded(Pillow.new("RGBA", (400, 400), (0, 0, 0, 0))))
    assert not isinstance(image, PageIssue)
    assert image.min() == 255


def test_blank_dark_and_good_pages_are_told_apart(petition: Petition) -> None:
    assert check_page(encoded(Pillow.new("RGB", (1488, 2105), (244, 244, 240)))) == (PageIssue.BLANK,)
    assert check_page(encoded(Pillow.new("RGB", (1488, 2105), (12, 12, 12)))) == (PageIssue.TOO_DARK,)
    assert [check_page(page.jpeg) for page in petition.pages] == [(), (), ()]


def test_a_page_out_of_focus_is_blurred(petition: Petition) -> None:
    image = cv2.imdecode(np.frombuffer(petition.pages[0].jpeg, np.uint8), cv2.IMREAD_COLOR)
    soft = cv2.GaussianBlur(image, (0, 0), 9)
    assert check_page(cv2.imencode(".png", soft)[1].tobytes()) == (PageIssue.BLURRED,)


@pytest.mark.parametrize("seed", [3, 5])
def test_a_sheet_on_a_table_is_found_whole_despite_a_shadow(seed: int) -> None:
    image = decode(render_petition(seed).pages[1].jpeg)
    assert not isinstance(image, PageIssue)
    corners = find(image)
    assert corners is not None
    assert 0.55 < cv2.contourArea(corners) / (image.shape[0] * image.shape[1]) < 0.72


def test_a_flat_scan_has_no_sheet_to_cut_out_even_with_a_frame_printed_on_it(petition: Petition) -> None:
    scan = decode(petition.pages[0].jpeg)
    assert not isinstance(scan, PageIssue)
    assert find(scan) is None
    framed = scan.copy()
    cv2.rectangle(framed, (150, 300), (1330, 1800), (0, 0, 0), 6)
    assert find(framed) is None


def test_evening_turns_shadowed_paper_white_and_keeps_ink() -> None:
    page = np.full((1200, 900, 3), 230, np.uint8)
    cv2.putText(page, "130406", (100, 600), cv2.FONT_HERSHEY_SIMPLEX, 4, (20, 20, 20), 8)
    page[:, 450:] = (page[:, 450:] * 0.45).astype(np.uint8)
    evened = light.even(page)
    assert np.percentile(evened[50:300, 700:850], 10) > 225
    assert evened[500:620, 100:800].min() < 60


def test_a_stamp_fades_and_black_writing_under_it_stays() -> None:
    page = np.full((1400, 1000, 3), 248, np.uint8)
    cv2.circle(page, (500, 500), 120, (45, 40, 205), 10)
    page[495:505, 300:700] = 20
    read = light.without_red(page)
    assert read[300:450, 350:650].min() > 180
    assert read[500, 310:690].max() < 90
    assert light.without_red(read) is read


def test_the_letters_of_a_stamp_fade_with_it_and_red_writing_beside_it_stays() -> None:
    page = np.full((1400, 1000, 3), 248, np.uint8)
    cv2.circle(page, (500, 500), 120, (45, 40, 205), 8)
    for n in range(5):
        cv2.putText(page, "E", (405 + n * 40, 470), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (45, 40, 205), 3)
    cv2.putText(page, "E", (800, 480), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (45, 40, 205), 3)
    read = light.without_red(page)
    assert read[370:630, 370:630].min() > 180
    assert np.array_equal(read[440:490, 790:840], page[440:490, 790:840])


def test_a_red_letterhead_stays_and_a_stamp_below_it_fades() -> None:
    page = np.full((1400, 1000, 3), 248, np.uint8)
    for n in range(6):
        cv2.putText(page, "H", (150 + n * 110, 200), cv2.FONT_HERSHEY_SIMPLEX, 3.6, (45, 40, 205), 14)
    cv2.circle(page, (700, 900), 120, (45, 40, 205), 10)
    read = light.without_red(page)
    assert np.array_equal(read[100:220], page[100:220])
    assert read[760:1040, 560:840].min() > 180


def test_the_size_of_letters_is_told_whichever_way_the_page_lies(petition: Petition) -> None:
    image = decode(petition.pages[0].jpeg)
    assert not isinstance(image, PageIssue)
    size = light.letter_size(image)
    assert 25 <= size <= 45
    assert light.letter_size(np.ascontiguousarray(np.rot90(image))) == pytest.approx(size, abs=1)
    assert light.letter_size(np.full((500, 400, 3), 255, np.uint8)) == 0.0


def test_only_coloured_letter_paper_is_a_sign_of_handwriting(petition: Petition) -> None:
    signs = []
    for page in petition.pages:
        image = decode(page.jpeg)
        assert not isinstance(image, PageIssue)
        signs.append(light.letter_paper(light.even(flatten(image))))
    assert signs == [False, False, True]


def test_the_same_seed_renders_the_same_petition(petition: Petition) -> None:
    assert render_petition(7) == petition
    assert render_petition(8).truth != petition.truth


def test_turning_keeps_strips_on_their_text() -> None:
    image = np.zeros((300, 200, 3), np.uint8)
    image[40:60, 20:180] = 255
    quad = np.array([[20, 40], [179, 40], [179, 59], [20, 59]], np.float32)
    laid = Laid(image, image, (quad,))
    for turned in (turn_quarter(laid), turn_half(laid), turn_half(turn_quarter(turn_quarter(laid)))):
        mask = np.zeros(turned.read.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, turned.quads[0].round().astype(np.int32), 255)
        assert np.array_equal(mask > 0, turned.read[..., 0] > 0)
    assert quarter_turned(turn_quarter(laid).quads) and not quarter_turned(laid.quads)


@pytest.mark.parametrize("angle", [-7.0, -1.0, 2.5, 12.0])
def test_a_skewed_page_is_straight_afterwards(angle: float) -> None:
    image = np.full((1000, 800, 3), 255, np.uint8)
    slope = np.tan(np.radians(angle))
    quads = tuple(
        np.array([[100, y], [600, y + 500 * slope], [600, y + 500 * slope + 30], [100, y + 30]], np.float32)
        for y in (300, 400, 500)
    )
    assert skew(quads) == pytest.approx(angle, abs=0.1)
    assert skew(deskew(Laid(image, image, quads)).quads) == 0.0


def lamp(page: Pillow.Image, paper: float, centre: tuple[float, float], reach: float, strength: float) -> bytes:
    """The page under this much light, with the reflection of a lamp at `centre` (parts of width and height)."""
    pixels = np.asarray(page.convert("RGB")).astype(np.float32) * paper
    ys, xs = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]].astype(np.float32)
    away = np.hypot(xs - centre[0] * pixels.shape[1], ys - centre[1] * pixels.shape[0]) / (reach * pixels.shape[1])
    pixels += strength * np.exp(-(away**2))[..., None]
    return encoded(Pillow.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), "JPEG")


@pytest.mark.parametrize("centre", [(0.5, 0.4), (0.25, 0.7), (0.8, 0.2)])
@pytest.mark.parametrize("paper", [0.55, 0.75, 0.85])
def test_the_reflection_of_a_lamp_is_said(petition: Petition, paper: float, centre: tuple[float, float]) -> None:
    page = Pillow.open(io.BytesIO(petition.pages[0].jpeg))
    assert PageIssue.GLARE in check_page(lamp(page, paper, centre, 0.16, 400))
    assert PageIssue.GLARE not in check_page(lamp(page, paper, centre, 0.16, 0))


def test_a_scan_white_all_over_has_no_glare(petition: Petition) -> None:
    page = Pillow.open(io.BytesIO(petition.pages[0].jpeg))
    assert check_page(lamp(page, 1.05, (0.5, 0.5), 0.2, 0)) == ()


def test_a_blurred_page_is_said(petition: Petition) -> None:
    page = cv2.imdecode(np.frombuffer(petition.pages[0].jpeg, np.uint8), cv2.IMREAD_COLOR)
    soft = cv2.imencode(".jpg", cv2.GaussianBlur(page, (0, 0), 7))[1].tobytes()
    assert PageIssue.BLURRED in check_page(soft)
