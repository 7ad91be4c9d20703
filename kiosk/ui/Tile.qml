import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A large target with the picture above its words in both languages.
T.AbstractButton {
    id: tile

    required property string word
    required property string picture
    // the other language, see BigButton
    property string other: word === "" ? "" : Words.side[word]
    property int side: Math.round(150 * Theme.grow)
    // letters of one word stay on one line; Chinese breaks anywhere
    readonly property string longest: text.split(/[ \u2e80-\u9fff]+/).reduce((one, word) => word.length > one.length ? word : one, "")
    readonly property color front: enabled ? Theme.main : Theme.soft

    Accessible.name: text
    Accessible.role: Accessible.Button
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    padding: 20
    text: word === "" ? "" : Words.main[word]

    background: Rectangle {
        border.color: tile.enabled ? Theme.main : Theme.line
        border.width: tile.visualFocus ? 6 : 3
        color: tile.down ? Theme.tint : Theme.surface
        radius: Theme.radius
    }
    TextMetrics {
        id: measure

        font.bold: true
        font.family: Theme.family
        font.pixelSize: Theme.body
        text: tile.longest
    }

    contentItem: Column {
        spacing: 12

        Pictogram {
            anchors.horizontalCenter: parent.horizontalCenter
            color: tile.front
            name: tile.picture
            side: tile.side
        }
        Plain {
            color: tile.front
            font.bold: true
            font.pixelSize: Math.floor(Theme.body * Math.min(1, width / (measure.advanceWidth + 6)))
            horizontalAlignment: Text.AlignHCenter
            text: tile.text
            width: parent.width
        }
        Plain {
            color: tile.front
            font.pixelSize: Math.max(24, Math.round(Theme.body * 0.7))
            horizontalAlignment: Text.AlignHCenter
            text: tile.other
            width: parent.width
        }
    }
}
