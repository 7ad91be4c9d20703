"""What stands beside each form, in English; the Chinese of the act is what counts."""

from __future__ import annotations

from server.cases.choices import Choice

LAW_EN: dict[Choice, str] = {
    Choice.ARRIVE: "In the hall, type the six digits of its screen or window, or scan the code: they prove the arrival.",
    Choice.CONCLUDE: "Write what was talked about and answered; tick if it was settled here and the visitor agrees.",
    Choice.ACCEPT: "Regulations on Petitioning, Art. 23 and 31: acceptance is told in writing. The notice is made by itself; "
    "the 60 days of the petition procedure run from now, another lawful way has its own limits.",
    Choice.OPINION: "Art. 32: the opinion names the requests, facts and reasons, the decision and the law it rests on.",
    Choice.HAND: "Says who of the unit has it in hand. They may take every step; the unit still answers for the limits.",
    Choice.TAKE_BACK: "The duty officers of the unit go on with it; no limit moves.",
    Choice.NOTE: "Each step of the work, on record. No limit moves.",
    Choice.REPORT: "Art. 22(1) item 3: the result is reported within the limit that was set.",
    Choice.ASK_EXTENSION: "Art. 34: the person in charge of the unit decides, and is told at once. Until then no limit moves.",
    Choice.EXTEND: "Art. 34: a complicated matter may take longer, 30 days at most in all, when the head of the organ agrees "
    "and the petitioner is told why. Other lawful ways are extended as their own laws allow.",
    Choice.REFUSE: "Art. 19, 20, 23, 31, 35 and 36: the notice or the guidance slip follows from the ground.",
    Choice.OBJECT: "Art. 23(3): within 5 working days a unit that is not competent objects, with detailed reasons.",
    Choice.DISPUTE: "Art. 24: what cannot be agreed is decided by the common superior or the joint conference. "
    "Once, after an objection was refused.",
    Choice.DISPATCH: "Art. 22: to the unit of the place and the subject. The class that is confirmed improves the proposals.",
    Choice.DECIDE_OBJECTION: "Art. 23(3): upheld, another unit is found; refused, it goes back to the unit.",
    Choice.ARBITRATE: "Art. 24. Each of the five principles is weighed; the decision binds all, without further objection.",
    Choice.ASSIGN: "Art. 22(1) item 3: where a result is owed, the limit is set here.",
    Choice.FINALIZE: "Once all papers are served and the limits of review are over, or the petitioner agrees.",
    Choice.ARCHIVE: "After the end. What was filed by mistake can be reopened.",
    Choice.REOPEN: "Art. 36(3): new facts or reasons open it again.",
    Choice.REVIEW: "Art. 35: within 30 days of the written answer a review may be asked of the organ above. "
    "It then has the matter; after the last day the notice of refusal is made by itself.",
    Choice.REVIEW_DECISION: "Art. 35: the review is answered in writing within 30 days. The paper is made by itself.",
    Choice.RECHECK: "Art. 36(1): within 30 days of the review opinion a re-review may be asked of the organ above it. "
    "It then has the matter; after the last day the notice of refusal is made by itself.",
    Choice.HEARING: "Art. 36(2): a hearing may be held; its time does not count in the limit of the re-review.",
    Choice.HEARING_OVER: "Art. 36(2): the hearing is over, the limit runs on.",
    Choice.RECHECK_DECISION: "Art. 36: answered within 30 days; this opinion is the last. The paper is made by itself.",
    Choice.MATERIALS_MISSING: "Administrative Licensing Law, Art. 32 item 4: all that is missing is said at once or within "
    "5 days, and once only. The limit is met when the notice is served.",
    Choice.MATERIALS: "Each paper the petitioner brings; the time is the time it was received.",
    Choice.MEDIATION: "People's Mediation Law, Art. 3: by free will and as equals, as a rule within a month. Limits run on.",
    Choice.MEDIATION_RESULT: "Art. 26 and 28: an agreement is written down; without one the other lawful ways are named.",
    Choice.CONFIRMATION: "Art. 33: within 30 days of the agreement both sides may ask the court to confirm it.",
    Choice.CALL_BACK: "After a bad rating the unit calls back and asks what was wrong.",
    Choice.RECTIFY: "What was rightly complained of is put right in time, and the person who rated is told.",
    Choice.FEED_BACK: "Rules of discipline inspection: who signed an accusation is told the result.",
    Choice.MERGE: "The same matter of the same person goes on with the one registered first, which bears the limits. "
    "Both records stay.",
    Choice.UNMERGE: "As before the merge; the time in between counts. Both records stay.",
    Choice.SPLIT: "Matters that have nothing to do with each other are handled apart. The new one gets its own number; "
    "the desk finds its unit; limits count from the visit.",
    Choice.RECUSE: "Art. 28(3) and 30(3): who has a direct interest stays away. Name a unit or a person; when the unit that has "
    "the matter stays away, the petition office finds another.",
    Choice.INSTRUCT: "Reaches duty officers and head of the unit at once, with read receipts; unread, a deputy is told; "
    "unanswered, it climbs. Units complained of cannot be chosen.",
    Choice.SUPERVISE: "Art. 40: delay and evasion are supervised in time. All five forms are recorded; unit and leader hear at once.",
    Choice.REMIND: "Asks the unit to get on with it; once in 24 hours.",
}
