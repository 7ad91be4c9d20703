"""Errors are codes with a sentence in Chinese and in English; never a stack trace."""

from __future__ import annotations

from enum import StrEnum

from server.contract.v1.base import Answer


class ErrorCode(StrEnum):
    INVALID_REQUEST = "invalid_request"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    #: the Idempotency-Key was used before with other content
    KEY_REUSED = "key_reused"
    #: the number was not leased to this kiosk, or is used
    NUMBER_NOT_LEASED = "number_not_leased"
    #: a page named in the registration was never uploaded
    PAGE_MISSING = "page_missing"
    #: the bytes do not have the hash in the path
    HASH_MISMATCH = "hash_mismatch"
    BAD_IMAGE = "bad_image"
    TOO_LARGE = "too_large"
    TOO_MANY_REQUESTS = "too_many_requests"
    #: the step is not possible in the present state of the case
    WRONG_STATE = "wrong_state"
    CONFLICT = "conflict"
    #: the time in which this step may be taken is over
    LIMIT_PASSED = "limit_passed"
    #: a value that was shown masked came back as if it were the value
    MASKED_VALUE = "masked_value"
    #: the password must be shown once more before this
    PROOF_NEEDED = "proof_needed"
    INTERNAL = "internal"


class Problem(Answer):
    """The body of every answer with a status of 400 and up."""

    code: ErrorCode
    message: str
    message_en: str
    #: what the reader can do next
    remedy: str = ""
    #: where in the request, for INVALID_REQUEST: "matter.summary"
    fields: tuple[str, ...] = ()
