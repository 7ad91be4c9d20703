import QtQuick
import kiosk.ui

// One sentence with a picture, in a panel: what became of something, and what to do now.
Panel {
    id: note

    required property string word
    required property string picture
    property string look: "plain"
    property var values: []
    readonly property color front: look === "good" ? Theme.good : look === "doubt" ? Theme.doubt : look === "bad" ? Theme.seal : Theme.main

    border.color: front
    color: look === "good" ? Theme.goodTint : look === "doubt" ? Theme.doubtTint : look === "bad" ? Theme.sealTint : Theme.tint

    Row {
        spacing: 28
        width: parent.width

        Pictogram {
            id: sign

            color: note.front
            name: note.picture
            side: Math.round(80 * Theme.grow)
        }
        Say {
            anchors.verticalCenter: parent.verticalCenter
            color: note.look === "plain" ? Theme.ink : note.front
            values: note.values
            width: parent.width - sign.width - parent.spacing
            word: note.word
        }
    }
}
