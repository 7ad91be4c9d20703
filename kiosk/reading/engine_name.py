"""The engines there are; light to import."""

from __future__ import annotations

from enum import StrEnum


class EngineName(StrEnum):
    """PaddleOCR is the default; RapidOCR where it cannot be installed."""

    PADDLE = "paddle"
    RAPID = "rapid"
