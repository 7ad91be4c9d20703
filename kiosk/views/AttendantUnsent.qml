import QtQuick
import kiosk.ui

// Registrations that the centre does not have yet: number and times, nothing of whom.
Panel {
    id: panel

    required property QtObject model

    padding: 24
    spacing: 12

    Pair {
        color: Theme.main
        width: parent.width
        word: "attendant_unsent"
    }
    Say {
        color: Theme.good
        size: Theme.small
        visible: panel.model.unsent.length === 0
        width: parent.width
        word: "attendant_unsent_none"
    }
    Repeater {
        model: panel.model.unsent

        Column {
            id: entry

            required property var modelData

            spacing: 2
            width: panel.width - 48

            Plain {
                font.bold: true
                font.pixelSize: Theme.small
                text: (entry.modelData.number || "—") + "　" + Words.main["unsent_" + entry.modelData.state]
                width: parent.width
            }
            Plain {
                color: Theme.soft
                font.pixelSize: Math.round(Theme.small * 0.86)
                text: Words.filled(Words.main.unsent_times, [entry.modelData.kept, entry.modelData.attempts, entry.modelData.next])
                width: parent.width
            }
        }
    }
    BigButton {
        compact: true
        enabled: panel.model.unsent.length > 0
        objectName: "attendant.send"
        picture: "send"
        width: parent.width
        word: "attendant_send"

        onClicked: panel.model.sendNow()
    }
}
