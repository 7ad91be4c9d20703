import QtQuick
import kiosk.ui

// What went wrong today, by name and how often.
Panel {
    id: panel

    required property QtObject model

    padding: 24
    spacing: 10

    Pair {
        color: Theme.main
        width: parent.width
        word: "attendant_mishaps"
    }
    Say {
        color: Theme.good
        size: Theme.small
        visible: panel.model.mishaps.length === 0
        width: parent.width
        word: "attendant_mishaps_none"
    }
    Repeater {
        model: panel.model.mishaps

        Plain {
            required property var modelData

            font.pixelSize: Theme.small
            text: modelData.times + " × " + (Words.main[modelData.word] || modelData.word)
            width: panel.width - 48
        }
    }
}
