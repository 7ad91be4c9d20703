import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A large target with pictogram and both languages. `look`: "main" (the way on), "plain", "quiet" (small tools), "alarm".
T.AbstractButton {
    id: button

    required property string word
    property var values: []
    // the other language; words that come from a file of their own are given instead of a `word`
    property string other: word === "" ? "" : Words.filled(Words.side[word], values)
    property string picture: ""
    property string look: "plain"
    property bool compact: false
    property bool tight: false
    property bool both: true
    // where the picture stands, so that those of a list stand below each other; -1 for beside the words
    property real indent: -1
    property int size: look === "main" ? Theme.heading : compact ? Theme.small : Theme.body
    readonly property bool filled: look === "main" || (checked && checkable)
    readonly property color front: !enabled ? Theme.soft : filled ? Theme.inverse : look === "alarm" ? Theme.seal : Theme.main

    Accessible.name: text
    Accessible.role: Accessible.Button
    implicitHeight: Math.max(compact ? Theme.touch : Theme.bigTouch, contentItem.implicitHeight + topPadding + bottomPadding)
    implicitWidth: contentItem.implicitWidth + leftPadding + rightPadding
    // black and white alone would show what cannot be pressed brighter than what can; still 7:1
    opacity: enabled || !Theme.contrast ? 1 : 0.6
    padding: compact ? 14 : 20
    leftPadding: tight ? 12 : compact ? 20 : 32
    rightPadding: tight ? 12 : compact ? 20 : 32
    text: word === "" ? "" : Words.filled(Words.main[word], values)

    // Measured apart from the texts: a Text whose width follows its own implicit width lays itself out while it does so,
    // which crashes Qt 6.12.
    readonly property real wanted: Math.ceil(Math.max(mainMeasure.advanceWidth, both ? sideMeasure.advanceWidth : 0)) + 4

    TextMetrics {
        id: mainMeasure

        font: mainText.font
        text: mainText.text
    }
    TextMetrics {
        id: sideMeasure

        font: sideText.font
        text: sideText.text
    }

    background: Rectangle {
        border.color: !button.enabled ? Theme.line : button.look === "alarm" ? Theme.seal : Theme.main
        border.width: button.filled && button.enabled ? 0 : button.visualFocus ? 6 : 3
        color: !button.enabled ? Theme.ground
            : button.filled ? (button.down ? Theme.mainPressed : Theme.main)
            : button.down ? Theme.tint : Theme.surface
        radius: Theme.radius
    }
    contentItem: Item {
        implicitHeight: words.implicitHeight
        implicitWidth: mark.taken + button.wanted

        Pictogram {
            id: mark

            readonly property int taken: button.picture ? side + (button.tight ? 12 : 20) : 0

            anchors.verticalCenter: parent.verticalCenter
            color: button.front
            name: button.picture
            side: Math.round(button.size * 1.35)
            visible: button.picture !== ""
            x: button.indent >= 0 ? button.indent : Math.max(0, (parent.width - taken - Math.min(words.room, button.wanted)) / 2)
        }
        Column {
            id: words

            readonly property real room: parent.width - mark.taken - Math.max(0, button.indent)

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(room, button.wanted)
            x: mark.taken ? mark.x + mark.taken : (parent.width - width) / 2

            Plain {
                id: mainText

                color: button.front
                font.bold: true
                font.pixelSize: button.size
                horizontalAlignment: mark.taken ? Text.AlignLeft : Text.AlignHCenter
                lineHeight: 1.05
                text: button.text
                width: parent.width
            }
            Plain {
                id: sideText

                color: button.front
                font.pixelSize: Math.max(button.compact ? 22 : 24, Math.round(button.size * 0.58))
                horizontalAlignment: mainText.horizontalAlignment
                lineHeight: 1.05
                // what is not seen need not be laid out
                text: button.both ? button.other : ""
                visible: button.both
                width: parent.width
            }
        }
    }
}
