"""What each page issue means and what to do about it, for people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.reading.result import PageIssue

ISSUES: Mapping[PageIssue, str] = MappingProxyType(
    {
        PageIssue.BLANK: "页面是空白的，请放有字的一面 · the page is blank, turn it over",
        PageIssue.BLURRED: "图像模糊，请抚平纸张并保持不动 · blurred, flatten the paper and keep still",
        PageIssue.TOO_DARK: "光线太暗，请开灯 · too dark, switch on the light",
        PageIssue.GLARE: "有反光，请挪动纸张或灯 · glare, move the paper or the lamp",
        PageIssue.NO_TEXT: "没有认出文字，请检查页面 · no text was recognised, check the page",
        PageIssue.NOT_AN_IMAGE: "不是可读的图片（JPEG、PNG、TIFF、WebP）或已损坏，请重新拍摄；PDF 等请先转成图片"
        " · no image this reader opens (JPEG, PNG, TIFF, WebP), or damaged; take it again, convert PDF and others first",
        PageIssue.INCOMPLETE: "图片不完整，只有一部分，请重新拍摄或重新复制"
        " · only a part of the image is there; take it or copy it again",
        PageIssue.TOO_SMALL: "图片太小，请靠近拍摄 · too small, take it from nearer",
        PageIssue.CUT_OFF: "文字超出了画面，请把整页放进画面 · text is cut off, move the whole page into view",
        PageIssue.SEVERAL_SHEETS: "画面里不止一张纸，请一次只放一张 · more than one sheet in view, lay one at a time",
        PageIssue.OTHER_SCRIPT: "不是中文或无法辨认，将由工作人员查看 · not Chinese or not legible; staff will look at it",
        PageIssue.TOO_LARGE: "图片太大，请调低分辨率 · too large, lower the resolution",
    }
)
