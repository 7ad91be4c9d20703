import QtQuick
import kiosk.ui

// A short heading in both languages on one line where there is room.
Flow {
    id: pair

    required property string word
    property int size: Theme.body
    property color color: Theme.ink
    property color sideColor: Theme.soft

    spacing: 16

    Plain {
        color: pair.color
        font.bold: true
        font.pixelSize: pair.size
        text: Words.main[pair.word]
        width: Math.min(implicitWidth, pair.width)
    }
    Plain {
        color: pair.sideColor
        font.pixelSize: Math.max(24, Math.round(pair.size * 0.65))
        height: Math.max(implicitHeight, Math.round(pair.size * 1.45))
        text: Words.side[pair.word]
        verticalAlignment: Text.AlignBottom
        width: Math.min(implicitWidth, pair.width)
    }
}
