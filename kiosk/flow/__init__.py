"""The visit as a pure state machine: `advance(visit, event) -> (visit, effects)`. No Qt, no device, no clock."""
