import QtQuick
import kiosk.ui

// Where to lay the card, and the way without one.
Item {
    id: view

    required property QtObject model
    property bool manual: false
    readonly property Item page: manual ? typing.item : laying

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

        Grid {
            columnSpacing: 56
            columns: laying.portrait ? 1 : 2
            rowSpacing: 40
            verticalItemAlignment: Grid.AlignTop
            width: parent.width

            CardDrawing {
                height: laying.portrait ? Math.max(300, Math.min(laying.room * 0.42, 560)) : Math.max(300, laying.room - 60)
                width: laying.portrait ? parent.width : parent.width * 0.5
            }
            Column {
                spacing: 32
                width: laying.portrait ? parent.width : parent.width * 0.5 - 56

                Panel {
                    width: parent.width

                    Busy {
                        visible: view.model.waiting || view.model.faceBusy
                        width: parent.width
                        word: view.model.faceBusy ? "card_face_reading" : "card_waiting"
                    }
                    Say {
                        color: Theme.soft
                        visible: !view.model.waiting && !view.model.faceBusy
                        width: parent.width
                        word: "card_still"
                    }
                    BigButton {
                        objectName: "card.retry"
                        picture: "retry"
                        visible: !view.model.waiting && !view.model.faceBusy
                        width: parent.width
                        word: "card_retry"

                        onClicked: view.model.retry()
                    }
                }
                Say {
                    color: Theme.soft
                    size: Theme.small
                    width: parent.width
                    word: "card_face_how"
                }
                Say {
                    color: Theme.soft
                    size: Theme.small
                    visible: !view.model.faceBusy
                    width: parent.width
                    word: "card_kinds"
                }
            }
        }

        actions: [
            BigButton {
                objectName: "card.manual"
                picture: "pen"
                width: (laying.innerWidth - laying.actionsSpacing) / 2
                word: "card_manual"

                onClicked: view.openManual()
            },
            BigButton {
                enabled: !view.model.faceBusy
                objectName: "card.face"
                picture: "camera"
                width: (laying.innerWidth - laying.actionsSpacing) / 2
                word: "card_face"

                onClicked: view.model.photograph()
            }
        ]
    }
    Loader {
        id: typing

        active: view.manual
        anchors.fill: parent

        sourceComponent: Manual {
            model: view.model

            onClosed: view.manual = false
            onTyped: (name, number, document) => view.model.typed(name, number, document)
        }
    }
}
