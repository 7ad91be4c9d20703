import QtQuick
import kiosk.ui

// One sentence of the catalogue: the chosen language large, the other one small below it.
Column {
    id: say

    required property string word
    property var values: []
    property int size: Theme.body
    property int sideSize: Math.max(24, Math.round(size * 0.58))
    property bool bold: false
    property bool both: true
    property color color: Theme.ink
    property color sideColor: Theme.soft
    property int align: Text.AlignLeft
    readonly property string text: Words.filled(Words.main[word], values)

    spacing: Math.round(size * 0.08)

    Plain {
        width: say.width
        color: say.color
        font.bold: say.bold
        font.pixelSize: say.size
        horizontalAlignment: say.align
        text: say.text
    }
    Plain {
        width: say.width
        color: say.sideColor
        font.pixelSize: say.sideSize
        horizontalAlignment: say.align
        // what is not seen need not be laid out
        text: say.both ? Words.filled(Words.side[say.word], say.values) : ""
        visible: say.both
    }
}
