import QtQuick
import kiosk.ui

// A state in picture and words, never in colour alone. `look`: "good", "doubt", "bad", "plain".
Rectangle {
    id: chip

    required property string word
    required property string picture
    property string look: "plain"
    property bool both: true
    readonly property color front: look === "good" ? Theme.good : look === "doubt" ? Theme.doubt : look === "bad" ? Theme.seal : Theme.main

    border.color: front
    border.width: Theme.border
    color: look === "good" ? Theme.goodTint : look === "doubt" ? Theme.doubtTint : look === "bad" ? Theme.sealTint : Theme.tint
    implicitHeight: row.implicitHeight + 16
    implicitWidth: row.implicitWidth + 32
    radius: 14

    Row {
        id: row

        anchors.centerIn: parent
        spacing: 12

        Pictogram {
            anchors.verticalCenter: parent.verticalCenter
            color: chip.front
            name: chip.picture
            side: Math.round(Theme.small * 1.1)
        }
        Plain {
            anchors.verticalCenter: parent.verticalCenter
            color: chip.front
            font.bold: true
            font.pixelSize: Theme.small
            text: Words.main[chip.word]
            wrapMode: Text.NoWrap
        }
        Plain {
            anchors.verticalCenter: parent.verticalCenter
            color: chip.front
            font.pixelSize: Math.round(Theme.small * 0.8)
            text: chip.both ? Words.side[chip.word] : ""
            visible: chip.both
            wrapMode: Text.NoWrap
        }
    }
}
