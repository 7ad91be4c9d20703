import QtQuick
import kiosk.ui

// Who waits at the window, called by ticket.
StepPage {
    id: view

    required property QtObject model
    readonly property bool stacked: portrait && shell.large

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

            // large type on a tall screen leaves no room for words beside two buttons
            Grid {
                id: parts

                columnSpacing: 24
                columns: view.stacked ? 1 : 2
                rowSpacing: 20
                verticalItemAlignment: Grid.AlignVCenter
                width: parent.width

                Row {
                    spacing: 24
                    width: view.stacked ? parts.width : parts.width - answers.width - parts.columnSpacing

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
                        width: parent.width - ticket.width - parent.spacing

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
                }
                Row {
                    id: answers

                    spacing: 24

                    BigButton {
                        compact: true
                        look: "main"
                        objectName: "waiting.resume." + one.modelData.ticket
                        picture: "next"
                        size: Theme.body
                        width: view.stacked ? (parts.width - answers.spacing) * 0.6 : Math.round(300 * Theme.grow)
                        word: "waiting_resume"

                        onClicked: view.model.resume(one.modelData.ticket)
                    }
                    BigButton {
                        compact: true
                        look: "alarm"
                        objectName: "waiting.drop." + one.modelData.ticket
                        picture: "leave"
                        width: view.stacked ? (parts.width - answers.spacing) * 0.4 : Math.round(230 * Theme.grow)
                        word: "waiting_drop"

                        onClicked: view.model.drop(one.modelData.ticket)
                    }
                }
            }
        }
    }
}
