import QtQuick
import kiosk.ui

// Where to lay the card, and the way without one.
Item {
    id: view

    required property QtObject model
    property bool manual: false

    // True when the screen itself took a step back.
    function back() {
        const was = manual
        manual = false
        return was
    }
    function openManual() {
        manual = true
    }

    StepPage {
        id: laying

        anchors.fill: parent
        lead: "card_lead"
        name: "card"
        spacing: 40
        title: "card_title"
        visible: !view.manual

        CardDrawing {
            height: Math.min(laying.room * 0.62, 640)
            width: parent.width
        }
        Panel {
            width: parent.width

            Busy {
                size: Theme.heading
                visible: view.model.waiting
                width: parent.width
                word: "card_waiting"
            }
            Say {
                color: Theme.soft
                size: Theme.body
                visible: !view.model.waiting
                width: parent.width
                word: "card_still"
            }
            BigButton {
                objectName: "card.retry"
                picture: "retry"
                visible: !view.model.waiting
                width: parent.width
                word: "card_retry"

                onClicked: view.model.retry()
            }
        }
        Say {
            color: Theme.soft
            size: Theme.small
            width: parent.width
            word: "card_kinds"
        }

        actions: BigButton {
            objectName: "card.manual"
            picture: "pen"
            width: laying.innerWidth
            word: "card_manual"

            onClicked: view.openManual()
        }
    }
    Loader {
        active: view.manual
        anchors.fill: parent

        sourceComponent: Manual {
            model: view.model

            onClosed: view.manual = false
        }
    }
}
