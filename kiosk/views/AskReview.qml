import QtQuick
import kiosk.ui

// Why the result is to be reviewed: a few words, written with a finger, spelled or typed.
StepPage {
    id: view

    required property QtObject model
    readonly property bool done: model.said === "review_taken" || model.said === "review_late"

    crowded: !done
    lead: done || !portrait ? "" : "ask_review_lead"
    name: "ask.review"
    title: "ask_review_title"

    AskSaid {
        model: view.model
        width: parent.width
    }
    LongEntry {
        id: words

        entryName: "ask.reason"
        lines: view.portrait ? (shell.large ? 3 : 5) : shell.large ? 1 : 2
        visible: !view.done
        width: parent.width

        Component.onCompleted: take()
    }
    WritingPad {
        aside: !view.portrait
        name: "ask"
        room: view.inSight - words.height - Theme.gap
        visible: !view.done
        width: parent.width

        onErased: words.eraseOne()
        onTyped: text => words.write(text)
    }

    actions: [
        BigButton {
            enabled: words.text.trim().length >= 5 && view.model.work === ""
            look: "main"
            objectName: "ask.review.send"
            picture: "send"
            visible: !view.done
            width: view.innerWidth
            word: "ask_review_send"

            onClicked: view.model.review(words.text)
        },
        BigButton {
            look: "main"
            objectName: "ask.review.back"
            picture: "check"
            visible: view.done
            width: view.innerWidth
            word: "ask_rate_back"

            onClicked: view.model.go("matter")
        }
    ]
}
