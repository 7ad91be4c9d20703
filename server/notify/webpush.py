"""Web Push: encrypted for one browser (RFC 8291), posted to the service that browser named (RFC 8030)."""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from pywebpush import WebPusher

from server.notify import endpoints
from server.notify.outcome import Gone, Outcome, Refused, Sent, TryAgain
from server.notify.payload import Payload
from server.notify.vapid import PushKey

SECONDS = 10.0
#: how long a service keeps it for a phone that is off: an urgent matter is stale after its limits, not before
_TTL_SECONDS = 12 * 3600
_GONE = (404, 410)
_TOO_LARGE = 413
_TOO_MANY = 429


class Keys(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    #: base64url of 65 bytes, an uncompressed point of P-256, and of 16 bytes
    p256dh: str = Field(pattern=r"^[A-Za-z0-9_-]{87}=?$")
    auth: str = Field(pattern=r"^[A-Za-z0-9_-]{22}(==)?$")


class Subscription(BaseModel):
    """What `PushSubscription.toJSON()` of a browser holds."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    endpoint: str = Field(max_length=endpoints.LONGEST)
    keys: Keys


@dataclass(frozen=True, slots=True)
class WebPush:
    key: PushKey
    contact: str
    loopback: bool

    def send(self, subscription: Subscription, payload: Payload, now: datetime) -> Outcome:
        try:
            encrypted = WebPusher(subscription.model_dump()).encode(payload.as_json().encode())
        except ValueError:
            # a point that does not lie on the curve
            return Gone()
        headers = {
            **self.key.headers(subscription.endpoint, self.contact, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_TTL_SECONDS),
            "Urgency": "high" if payload.urgent else "normal",
            # a repeat replaces what the phone has not fetched yet
            "Topic": payload.tag[-32:],
        }
        try:
            reply = endpoints.post(
                subscription.endpoint, encrypted["body"], headers, seconds=SECONDS, loopback=self.loopback
            )
        except endpoints.EndpointRefused as error:
            return Refused(f"推送地址被拒绝：{error}")
        except ssl.SSLError:
            return TryAgain("推送服务的证书不可信 · the push service's certificate is not trusted")
        except (OSError, http.client.HTTPException) as error:
            return TryAgain(f"推送服务连接不上（{type(error).__name__}）· the push service does not answer")
        return _judge(reply)


def _judge(reply: endpoints.Reply) -> Outcome:
    if 200 <= reply.status < 300:
        return Sent()
    if reply.status in _GONE:
        return Gone()
    if reply.status == _TOO_LARGE:
        return Refused("推送服务认为内容过大 · the push service finds it too large")
    if reply.status == _TOO_MANY:
        return TryAgain("推送服务要求稍后再发 · the push service asks to wait", reply.retry_after)
    return TryAgain(f"推送服务拒绝（{reply.status}）· the push service refused ({reply.status})", reply.retry_after)
