import QtQuick
import kiosk.ui

// How long the present visit took so far, against the three minutes.
Panel {
    id: panel

    required property QtObject model

    padding: 24
    spacing: 10

    Pair {
        color: Theme.main
        width: parent.width
        word: "attendant_pace"
    }
    Say {
        color: Theme.soft
        size: Theme.small
        visible: panel.model.pace.length === 0
        width: parent.width
        word: "attendant_pace_none"
    }
    Repeater {
        model: panel.model.pace

        Item {
            id: pace

            required property var modelData

            height: label.height + 10
            width: panel.width - 48

            Plain {
                id: label

                font.pixelSize: Theme.small
                text: Words.main[pace.modelData.word]
                width: parent.width * 0.55
            }
            Plain {
                anchors.right: parent.right
                color: pace.modelData.over ? Theme.seal : Theme.good
                font.bold: true
                font.pixelSize: Theme.small
                text: (pace.modelData.over ? "▲ " : "") + pace.modelData.seconds + " / " + pace.modelData.budget + " s"
                wrapMode: Text.NoWrap
            }
        }
    }
}
