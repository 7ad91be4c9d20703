import QtQuick
import kiosk.ui

// Who waits at the window, called by ticket.
StepPage {
    id: view

    required property QtObject model

    lead: model.parked.length > 0 ? "waiting_lead" : "waiting_nobody"
    name: "waiting"
    title: "waiting_title"

    Repeater {
        model: view.model.parked

        Panel {
            id: one

            required property var modelData

            padding: 20
            width: view.innerWidth

            Row {
                spacing: 24
                width: parent.width

                Plain {
                    id: ticket

                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.main
                    font.bold: true
                    font.pixelSize: Theme.huge
                    text: one.modelData.ticket
                    width: Math.round(110 * Theme.grow)
                }
                Column {
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: 4
                    width: parent.width - ticket.width - go.width - drop.width - 3 * parent.spacing

                    Plain {
                        font.bold: true
                        text: Words.main[one.modelData.step]
                        width: parent.width
                    }
                    Plain {
                        color: Theme.soft
                        font.pixelSize: Theme.small
                        text: Words.filled(Words.main.waiting_since, [one.modelData.since, one.modelData.pages])
                        width: parent.width
                    }
                }
                BigButton {
                    id: go

                    compact: true
                    look: "main"
                    objectName: "waiting.resume." + one.modelData.ticket
                    picture: "next"
                    size: Theme.body
                    width: Math.round(300 * Theme.grow)
                    word: "waiting_resume"

                    onClicked: view.model.resume(one.modelData.ticket)
                }
                BigButton {
                    id: drop

                    compact: true
                    look: "alarm"
                    objectName: "waiting.drop." + one.modelData.ticket
                    picture: "leave"
                    width: Math.round(230 * Theme.grow)
                    word: "waiting_drop"

                    onClicked: view.model.drop(one.modelData.ticket)
                }
            }
        }
    }
}
