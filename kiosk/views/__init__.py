"""One QML view and one thin view-model per step; the view-model is `<step>.py`, the view `<Step>.qml` beside it.

`ViewModel.show(visit)` draws a state; `ViewModel.happened` carries one value of `kiosk.flow.events` per tap. A new step
needs: a member of `Step`, the two files here, a line in `kiosk.ui.screen`, its sentences in `kiosk/ui/words/*.toml`, and
an example visit in `kiosk.bench.examples` (the tests then read it in every look).

Names of what can be tapped (`objectName`), stable because scripts and tests rely on them; <n> counts from 0:

everywhere  tool.language tool.large tool.contrast tool.staff tool.voice · staff.close · back more end · end.no end.yes · still.here
idle        start
notice      notice.continue
card        card.manual card.face card.retry · manual.name manual.number manual.key.<0-9|X|erase> manual.done manual.close
earlier     earlier.new earlier.continue.<n>
company     company.alone company.together company.next company.count.minus|plus1|plus10 company.drop.<n> company.type
            company.behalf company.behalf.drop (then manual.*)
pages       pages.take pages.drop.<n> pages.done (pages.none while there is no page)
form        form.next form.attend form.unfold form.field.<id> form.field.<id>.keep|edit|remove form.question.<question>.yes|no
            form.questions.none|some|rest form.publish.yes|no form.confidential.yes|no form.page.previous form.page.next
            edit.value edit.key.<0-9|X|point|erase> edit.done edit.cancel
            place.<code> place.whole place.write place.cancel (the list of places, before edit.)
            (also after manual.: the pad) edit.way.hand|pinyin|figures edit.candidate.<n> edit.letters edit.further
            edit.letter.<a-z|comma|stop|erase> edit.hand.comma|stop|erase edit.figure.<key|erase> writing.field
            (tool.voice, then) voice.again voice.softer voice.louder voice.toggle voice.close
submit      submit.read submit.continue submit.apart submit.sign submit.send (unsigned) · sign.send sign.again writing.field
receipt     receipt.finish receipt.copy receipt.print receipt.seen.yes receipt.seen.no
rating      rating.level.<1-5> rating.skip · rating.finish
idle        door.ask door.guide door.papers · idle.queue (window) · tool.attendant (everywhere, held)
ask         ask.card ask.code ask.scan · ask.number ask.query ask.key.<0-9|a-z|dash|erase> ask.done · ask.pick.<n>
            ask.print ask.rate ask.rate.<unit|office>.<0|1|3> ask.review ask.reason ask.review.send
guide       guide.group.<key> guide.topic.<key> guide.print · papers.print.<key> papers.slip · sheet.again sheet.seen.yes|no
attendant   pin.key.<0-9|erase> pin.done pin.leave · attendant.try.<print|read|photo> attendant.roll attendant.send
            attendant.desk attendant.restart attendant.exit attendant.sure.yes|no attendant.leave
waiting     waiting.resume.<ticket> waiting.drop.<ticket>
mishap      mishap.retry mishap.dismiss mishap.manual mishap.came_out mishap.missing

What scrolls is called <page>.scroll: notice, card, manual, earlier, company, pages, form, edit, submit, sign, receipt, rating,
mishap.
"""
