import QtQuick
import kiosk.ui

// The PIN on large keys; only how many digits there are is shown.
StepPage {
    id: view

    required property QtObject model
    property string pin: ""
    property int seconds: 0

    function enter() {
        view.model.typed(pin)
        pin = ""
    }

    lead: "attendant_pin_lead"
    maxWidth: 1100
    name: "attendant.pin"
    title: "attendant_title"

    Connections {
        target: view.model

        function onChanged() {
            if (!view.model.checking)
                view.seconds = Math.max(0, view.model.wait)
        }
    }
    Timer {
        interval: 1000
        repeat: true
        running: view.seconds > 0

        onTriggered: view.seconds -= 1
    }
    Grid {
        columnSpacing: 48
        columns: view.portrait ? 1 : 2
        rowSpacing: Theme.gap
        width: parent.width

        Column {
            spacing: Theme.gap
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                height: Math.round(60 * Theme.grow)
                spacing: 20

                Repeater {
                    model: 12

                    Rectangle {
                        required property int index

                        anchors.verticalCenter: parent.verticalCenter
                        border.color: Theme.main
                        border.width: 3
                        color: index < view.pin.length ? Theme.main : Theme.surface
                        height: 34
                        radius: 17
                        visible: index < Math.max(6, view.pin.length)
                        width: 34
                    }
                }
            }
            Note {
                look: "doubt"
                picture: "info"
                visible: view.model.closed
                width: parent.width
                word: "attendant_closed"
            }
            // its room is kept on a tall screen: keys that move under a finger make the next try wrong as well
            Note {
                look: "bad"
                opacity: view.model.wait >= 0 && view.seconds === 0 ? 1 : 0
                picture: "alert"
                visible: opacity > 0 || view.portrait && view.seconds === 0 && !view.model.closed
                width: parent.width
                word: "attendant_wrong"
            }
            Note {
                look: "bad"
                picture: "clock"
                values: [view.seconds]
                visible: view.seconds > 0
                width: parent.width
                word: "attendant_wait"
            }
        }
        NumberPad {
            enabled: view.seconds === 0 && !view.model.checking
            extra: ""
            name: "pin"
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            onErased: view.pin = view.pin.slice(0, -1)
            onTyped: key => { if (view.pin.length < 12) view.pin += key }
        }
    }

    actions: [
        BigButton {
            enabled: view.pin.length >= 4 && view.seconds === 0 && !view.model.checking
            look: "main"
            objectName: "pin.done"
            picture: "check"
            width: (view.innerWidth - view.actionsSpacing) * 0.6
            word: "attendant_enter"

            onClicked: view.enter()
        },
        BigButton {
            objectName: "pin.leave"
            picture: "back"
            width: (view.innerWidth - view.actionsSpacing) * 0.4
            word: "attendant_leave"

            onClicked: view.model.leave()
        }
    ]
}
